import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';

/** Each family of services refuses a bad signature in words and statuses of its own. */
export type AuthDialect = 'json' | 'rest' | 'query' | 's3';

/** The dialect that the sender of `request` expects of `signingName`'s service. */
export function dialectOf(request: AwsRequest, signingName: string): AuthDialect {
  if (signingName === 's3') return 's3';
  if (request.headers['x-amz-target'] !== undefined) return 'json';
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return form || request.query.includes('Action=') ? 'query' : 'rest';
}

type Wording = readonly [code: string, status: number, message?: string];

function refusal(
  dialect: AuthDialect,
  message: string,
  wordings: Readonly<Record<AuthDialect, Wording>>,
  members: Readonly<Record<string, unknown>> = {},
): AwsError {
  const [code, status, own] = wordings[dialect];
  return new AwsError(code, own ?? message, status, members);
}

const mismatched: Readonly<Record<AuthDialect, Wording>> = {
  json: ['InvalidSignatureException', 400],
  rest: ['InvalidSignatureException', 403],
  query: ['SignatureDoesNotMatch', 403],
  s3: ['SignatureDoesNotMatch', 403],
};

const incomplete: Readonly<Record<AuthDialect, Wording>> = {
  json: ['IncompleteSignatureException', 400],
  rest: ['IncompleteSignatureException', 403],
  query: ['IncompleteSignature', 400],
  s3: ['AuthorizationHeaderMalformed', 400],
};

/** The answers to requests whose signature does not hold, worded as AWS words them. */
export const authErrors = {
  missing: (dialect: AuthDialect) =>
    refusal(dialect, 'Request is missing Authentication Token', {
      json: ['MissingAuthenticationTokenException', 400],
      rest: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
      query: ['MissingAuthenticationToken', 403],
      s3: ['AccessDenied', 403, 'Access Denied'],
    }),
  incomplete: (dialect: AuthDialect, message: string) => refusal(dialect, message, incomplete),
  incompleteQuery: (dialect: AuthDialect, message: string) =>
    refusal(dialect, message, { ...incomplete, s3: ['AuthorizationQueryParametersError', 400] }),
  unknownKey: (dialect: AuthDialect, accessKeyId: string) =>
    refusal(
      dialect,
      'The security token included in the request is invalid.',
      {
        json: ['UnrecognizedClientException', 400],
        rest: ['UnrecognizedClientException', 403],
        query: ['InvalidClientTokenId', 403],
        s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
      },
      dialect === 's3' ? { AWSAccessKeyId: accessKeyId } : {},
    ),
  wrongToken: (dialect: AuthDialect) =>
    refusal(dialect, 'The security token included in the request is invalid.', {
      json: ['UnrecognizedClientException', 400],
      rest: ['UnrecognizedClientException', 403],
      query: ['InvalidClientTokenId', 403],
      s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    }),
  tokenExpired: (dialect: AuthDialect) =>
    refusal(dialect, 'The security token included in the request is expired', {
      json: ['ExpiredTokenException', 400],
      rest: ['ExpiredTokenException', 403],
      query: ['ExpiredToken', 403],
      s3: ['ExpiredToken', 400, 'The provided token has expired.'],
    }),
  mismatch: (dialect: AuthDialect) =>
    refusal(
      dialect,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      {
        ...mismatched,
        s3: [
          'SignatureDoesNotMatch',
          403,
          'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        ],
      },
    ),
  skewed: (dialect: AuthDialect, signedAt: number, now: number) =>
    dialect === 's3'
      ? new AwsError(
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
          403,
          {
            RequestTime: basic(signedAt),
            ServerTime: new Date(now).toISOString(),
            MaxAllowedSkewMilliseconds: '900000',
          },
        )
      : refusal(dialect, skewMessage(signedAt, now), mismatched),
  /** `time` is when the link was signed, in milliseconds since the epoch; `expires` for how many seconds it was good. */
  linkExpired: (dialect: AuthDialect, time: number, expires: number, now: number) =>
    dialect === 's3'
      ? new AwsError('AccessDenied', 'Request has expired', 403, {
          'X-Amz-Expires': String(expires),
          Expires: new Date(time + expires * 1000).toISOString(),
          ServerTime: new Date(now).toISOString(),
        })
      : refusal(dialect, skewMessage(time, now), mismatched),
  notYetValid: (dialect: AuthDialect) =>
    refusal(dialect, 'Signature not yet current', {
      ...mismatched,
      s3: ['AccessDenied', 403, 'Request is not valid yet'],
    }),
  wrongService: (dialect: AuthDialect, expected: string) =>
    refusal(dialect, `Credential should be scoped to correct service: '${expected}'. `, {
      ...mismatched,
      s3: [
        'AuthorizationHeaderMalformed',
        400,
        `The authorization header is malformed; incorrect service; this endpoint belongs to "${expected}".`,
      ],
    }),
  wrongRegion: (dialect: AuthDialect, region: string, expected: string) =>
    refusal(
      dialect,
      `Credential should be scoped to a valid region, not '${region}'. This endpoint is in '${expected}'. `,
      {
        ...mismatched,
        s3: [
          'AuthorizationHeaderMalformed',
          400,
          `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
        ],
      },
      dialect === 's3' ? { Region: expected } : {},
    ),
  /** Of links signed by version 4 that lack what they are signed by. */
  partsOfQuery: () =>
    new AwsError(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      400,
    ),
  /** Likewise of links signed by version 2. */
  partsOfVersion2: () =>
    new AwsError(
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
      403,
    ),
  version2: () =>
    new AwsError(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      400,
    ),
  missingContentHash: () =>
    new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256', 400),
  contentHashMismatch: (claimed: string, actual: string) =>
    new AwsError(
      'XAmzContentSHA256Mismatch',
      `The provided 'x-amz-content-sha256' header does not match what was computed.`,
      400,
      {
        ClientComputedContentSHA256: claimed,
        S3ComputedContentSHA256: actual,
      },
    ),
};

function skewMessage(signedAt: number, now: number): string {
  const limit = 5 * 60_000;
  return signedAt < now
    ? `Signature expired: ${basic(signedAt)} is now earlier than ${basic(now - limit)} (${basic(now)} - 5 min.)`
    : `Signature not yet current: ${basic(signedAt)} is still later than ${basic(now + limit)} (${basic(now)} + 5 min.)`;
}

function basic(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
