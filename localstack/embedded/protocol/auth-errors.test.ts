import { describe, expect, test } from 'vitest';
import type { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import { type AuthDialect, authErrors, dialectOf } from './auth-errors.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;
const link = { time: NOW - 20 * MINUTE, expires: 900 };

const DIFFERS =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';

type Refusal = readonly [code: string, status: number, message: string];
type Words = Readonly<Record<AuthDialect, Refusal>>;

/** The two names and three statuses that most refusals of a signature have, before S3's own words. */
const mismatched = (message: string, s3: Refusal): Words => ({
  json: ['InvalidSignatureException', 400, message],
  rest: ['InvalidSignatureException', 403, message],
  query: ['SignatureDoesNotMatch', 403, message],
  s3,
});

const refusals: readonly (readonly [string, (dialect: AuthDialect) => AwsError, Words])[] = [
  [
    'no signature',
    authErrors.missing,
    {
      json: ['MissingAuthenticationTokenException', 400, 'Request is missing Authentication Token'],
      rest: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
      query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
      s3: ['AccessDenied', 403, 'Access Denied'],
    },
  ],
  [
    'half a signature in the header',
    (dialect) => authErrors.incomplete(dialect, 'Half.'),
    {
      json: ['IncompleteSignatureException', 400, 'Half.'],
      rest: ['IncompleteSignatureException', 403, 'Half.'],
      query: ['IncompleteSignature', 400, 'Half.'],
      s3: ['AuthorizationHeaderMalformed', 400, 'Half.'],
    },
  ],
  [
    'half a signature in the query',
    (dialect) => authErrors.incompleteQuery(dialect, 'Half.'),
    {
      json: ['IncompleteSignatureException', 400, 'Half.'],
      rest: ['IncompleteSignatureException', 403, 'Half.'],
      query: ['IncompleteSignature', 400, 'Half.'],
      s3: ['AuthorizationQueryParametersError', 400, 'Half.'],
    },
  ],
  [
    'an unknown key',
    (dialect) => authErrors.unknownKey(dialect, 'AKIA'),
    {
      json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
      rest: ['UnrecognizedClientException', 403, INVALID_TOKEN],
      query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
      s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    },
  ],
  [
    'a wrong session token',
    authErrors.wrongToken,
    {
      json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
      rest: ['UnrecognizedClientException', 403, INVALID_TOKEN],
      query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
      s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    },
  ],
  [
    'an expired session',
    authErrors.tokenExpired,
    {
      json: ['ExpiredTokenException', 400, 'The security token included in the request is expired'],
      rest: ['ExpiredTokenException', 403, 'The security token included in the request is expired'],
      query: ['ExpiredToken', 403, 'The security token included in the request is expired'],
      s3: ['ExpiredToken', 400, 'The provided token has expired.'],
    },
  ],
  [
    'another signature',
    authErrors.mismatch,
    mismatched(DIFFERS, [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ]),
  ],
  [
    'a signature of twenty minutes ago',
    (dialect) => authErrors.skewed(dialect, NOW - 20 * MINUTE, NOW),
    mismatched(
      'Signature expired: 20260131T114000Z is now earlier than 20260131T115500Z (20260131T120000Z - 5 min.)',
      [
        'RequestTimeTooSkewed',
        403,
        'The difference between the request time and the current time is too large.',
      ],
    ),
  ],
  [
    'a signature of in twenty minutes',
    (dialect) => authErrors.skewed(dialect, NOW + 20 * MINUTE, NOW),
    mismatched(
      'Signature not yet current: 20260131T122000Z is still later than 20260131T120500Z (20260131T120000Z + 5 min.)',
      [
        'RequestTimeTooSkewed',
        403,
        'The difference between the request time and the current time is too large.',
      ],
    ),
  ],
  [
    'a link that has expired',
    (dialect) => authErrors.linkExpired(dialect, link.time, link.expires, NOW),
    mismatched(
      'Signature expired: 20260131T114000Z is now earlier than 20260131T115500Z (20260131T120000Z - 5 min.)',
      ['AccessDenied', 403, 'Request has expired'],
    ),
  ],
  [
    'a link that is not yet valid',
    authErrors.notYetValid,
    mismatched('Signature not yet current', ['AccessDenied', 403, 'Request is not valid yet']),
  ],
  [
    'a signature for another service',
    (dialect) => authErrors.wrongService(dialect, 'sqs'),
    mismatched("Credential should be scoped to correct service: 'sqs'. ", [
      'AuthorizationHeaderMalformed',
      400,
      'The authorization header is malformed; incorrect service; this endpoint belongs to "sqs".',
    ]),
  ],
  [
    'a signature for another region',
    (dialect) => authErrors.wrongRegion(dialect, 'eu-west-1', 'us-east-1'),
    mismatched(
      "Credential should be scoped to a valid region, not 'eu-west-1'. This endpoint is in 'us-east-1'. ",
      [
        'AuthorizationHeaderMalformed',
        400,
        "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
      ],
    ),
  ],
];

describe.each(refusals)('%s is refused', (_, refuse, words) => {
  test.each(Object.entries(words) as [AuthDialect, Refusal][])(
    'in the words of %s services',
    (dialect, [code, status, message]) => {
      expect(refuse(dialect)).toMatchObject({ code, status, message });
    },
  );
});

describe("S3's refusals say more", () => {
  test('of the key, the region and the hash', () => {
    expect(authErrors.unknownKey('s3', 'AKIA').members).toEqual({ AWSAccessKeyId: 'AKIA' });
    expect(authErrors.wrongRegion('s3', 'eu-west-1', 'us-east-1').members).toEqual({ Region: 'us-east-1' });
    expect(authErrors.unknownKey('json', 'AKIA').members).toEqual({});
    expect(authErrors.wrongRegion('rest', 'eu-west-1', 'us-east-1').members).toEqual({});
    expect(authErrors.contentHashMismatch('a', 'b')).toMatchObject({
      code: 'XAmzContentSHA256Mismatch',
      status: 400,
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      members: { ClientComputedContentSHA256: 'a', S3ComputedContentSHA256: 'b' },
    });
    expect(authErrors.missingContentHash()).toMatchObject({
      code: 'InvalidRequest',
      status: 400,
      message: 'Missing required header for this request: x-amz-content-sha256',
    });
  });

  test('of the times', () => {
    expect(authErrors.skewed('s3', NOW - 20 * MINUTE, NOW).members).toEqual({
      RequestTime: '20260131T114000Z',
      ServerTime: '2026-01-31T12:00:00.000Z',
      MaxAllowedSkewMilliseconds: '900000',
    });
    expect(authErrors.linkExpired('s3', link.time, link.expires, NOW).members).toEqual({
      'X-Amz-Expires': '900',
      Expires: '2026-01-31T11:55:00.000Z',
      ServerTime: '2026-01-31T12:00:00.000Z',
    });
  });
});

describe('the dialect of a request', () => {
  const of = (headers: Record<string, string>, query = '', signingName = 'monitoring') =>
    dialectOf({ headers, query } as AwsRequest, signingName);

  test.each<[string, AuthDialect, AuthDialect]>([
    ['for S3 is its own, whatever else it has', of({ 'x-amz-target': 'A.B' }, 'Action=A', 's3'), 's3'],
    ['with a target is JSON', of({ 'x-amz-target': '' }, 'Action=A'), 'json'],
    ['with an action in its query is a query', of({}, 'Action=A'), 'query'],
    [
      'with a form is a query',
      of({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      'query',
    ],
    ['with anything else is REST', of({ 'content-type': 'application/json' }, 'action=a'), 'rest'],
    ['with nothing is REST', of({}), 'rest'],
  ])('%s', (_, found, dialect) => {
    expect(found).toBe(dialect);
  });
});
