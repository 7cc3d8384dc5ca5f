import type { AwsRequest } from '../core/http.ts';
import { type AuthDialect, authErrors } from './auth-errors.ts';
import { decode } from './canonical.ts';

/** A signature and what it claims, as read from a request; nothing in it is verified. */
export interface Authentication {
  readonly accessKeyId: string;
  /** e.g. `20260131`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** `day/region/service/aws4_request`. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As signed, e.g. `20260131T120000Z`. */
  readonly date: string;
  /** The same in milliseconds since the epoch. */
  readonly time: number;
  readonly sessionToken?: string;
  /** Seconds that a presigned URL is good for; absent for a signature in the header. */
  readonly expires?: number;
}

const WEEK = 604_800;

/** Reads the Authorization header or the query of a presigned URL. Throws the dialect's error. */
export function readAuthentication(request: AwsRequest, dialect: AuthDialect): Authentication {
  if (dialect === 's3') refuseVersion2(request);
  const header = request.headers.authorization;
  if (header !== undefined) return fromHeader(header, request, dialect);
  if (request.query.includes('X-Amz-Signature=')) return fromQuery(request, dialect);
  if (dialect === 's3' && request.query.includes('X-Amz-Algorithm=')) throw authErrors.partsOfQuery();
  throw authErrors.missing(dialect);
}

/**
 * Throws where a request to S3 is signed by Signature Version 2, in the header or as a link: no region that was opened
 * since 2014 takes it (https://docs.aws.amazon.com/AmazonS3/latest/API/auth-request-sig-v2.html).
 */
function refuseVersion2({ headers, query }: AwsRequest): void {
  if (headers.authorization !== undefined) {
    if (/^AWS\s/.test(headers.authorization)) throw authErrors.version2();
    return;
  }
  const parts = ['AWSAccessKeyId', 'Signature', 'Expires'].filter((name) =>
    new RegExp(`(?:^|&)${name}=`).test(query),
  );
  if (parts.length === 3) throw authErrors.version2();
  if (parts.length > 0) throw authErrors.partsOfVersion2();
}

/** Milliseconds since the epoch of `20260131T120000Z`; undefined where it is no such date. */
export function timeOf(date: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function fromHeader(header: string, request: AwsRequest, dialect: AuthDialect): Authentication {
  if (!header.startsWith('AWS4-HMAC-SHA256')) throw authErrors.incomplete(dialect, 'Unsupported algorithm.');
  const field = (name: string): string => {
    const start = header.indexOf(`${name}=`);
    if (start < 0) throw authErrors.incomplete(dialect, `Authorization header requires '${name}' parameter.`);
    const end = header.indexOf(',', start);
    return header.slice(start + name.length + 1, end < 0 ? undefined : end).trim();
  };
  const date = request.headers['x-amz-date'] ?? dateHeader(request.headers.date);
  const token = request.headers['x-amz-security-token'];
  return assemble(
    {
      credential: field('Credential'),
      signedHeaders: field('SignedHeaders'),
      signature: field('Signature'),
      date: date ?? '',
      token,
      expires: undefined,
    },
    dialect,
  );
}

function fromQuery(request: AwsRequest, dialect: AuthDialect): Authentication {
  const parameters = new Map<string, string>();
  for (const pair of request.query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) parameters.set(pair.slice(0, equals), decode(pair.slice(equals + 1)));
  }
  const field = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === '') {
      if (dialect === 's3') throw authErrors.partsOfQuery();
      throw authErrors.incompleteQuery(
        dialect,
        `Query-string authentication requires the ${name} parameter.`,
      );
    }
    return value;
  };
  if (field('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw authErrors.incompleteQuery(dialect, 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const expires = Number(field('X-Amz-Expires'));
  if (!Number.isInteger(expires))
    throw authErrors.incompleteQuery(dialect, 'X-Amz-Expires should be a number');
  if (expires < 0) throw authErrors.incompleteQuery(dialect, 'X-Amz-Expires must be non-negative');
  if (expires > WEEK) {
    throw authErrors.incompleteQuery(
      dialect,
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return assemble(
    {
      credential: field('X-Amz-Credential'),
      signedHeaders: field('X-Amz-SignedHeaders'),
      signature: field('X-Amz-Signature'),
      date: field('X-Amz-Date'),
      token: parameters.get('X-Amz-Security-Token'),
      expires,
    },
    dialect,
  );
}

interface RawAuthentication {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly token: string | undefined;
  readonly expires: number | undefined;
}

function assemble(raw: RawAuthentication, dialect: AuthDialect): Authentication {
  const parts = raw.credential.split('/');
  const [accessKeyId, day, region, service, terminator] = parts;
  if (!accessKeyId || !day || !region || !service || terminator !== 'aws4_request' || parts.length !== 5) {
    throw authErrors.incomplete(
      dialect,
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${raw.credential}'`,
    );
  }
  const time = timeOf(raw.date);
  if (time === undefined)
    throw authErrors.incomplete(dialect, `Date must be in ISO-8601 'basic format'. Got '${raw.date}'.`);
  if (!raw.date.startsWith(day)) {
    throw authErrors.incomplete(
      dialect,
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${raw.date.slice(0, 8)}'.`,
    );
  }
  const signedHeaders = raw.signedHeaders.split(';');
  if (!signedHeaders.includes('host')) {
    throw authErrors.incomplete(
      dialect,
      `'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`,
    );
  }
  return {
    accessKeyId,
    day,
    region,
    service,
    scope: `${day}/${region}/${service}/aws4_request`,
    signedHeaders,
    signature: raw.signature,
    date: raw.date,
    time,
    ...(raw.token === undefined ? {} : { sessionToken: raw.token }),
    ...(raw.expires === undefined ? {} : { expires: raw.expires }),
  };
}

/** An HTTP date in the form that is signed. */
function dateHeader(date: string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(time)) return undefined;
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
