import type { AwsRequest } from '../../core/http.ts';
import { decode } from '../../protocol/canonical.ts';
import { isBlank, parseXml } from '../../protocol/xml.ts';
import { s3Errors } from '../errors.ts';
import type { Checksum } from '../model.ts';

/** What a request to S3 is about. */
export interface Address {
  /** Absent where the account's buckets are meant. */
  readonly bucket?: string;
  /** Absent where the bucket itself is meant. */
  readonly key?: string;
}

/** What says which operation a request means. */
export interface RequestLine extends Address {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request whose signature is verified and whose body is decoded. */
export interface S3Request extends RequestLine {
  readonly body: Uint8Array;
  /** The sender's checksum of the body, found to be right. */
  readonly checksum?: Checksum;
}

/** `bucket` in `bucket.s3.us-east-1.amazonaws.com`, `bucket.s3.localhost:4566` and `bucket.localhost`. */
const VIRTUAL_HOST = /^(?<bucket>[a-z0-9][a-z0-9.-]*?)\.(?:s3(?:[.-][a-z0-9.-]+)?|localhost)(?::\d+)?$/;

/** Reads bucket and key from the host or, path style, from the path. */
export function addressOf(request: AwsRequest): Address {
  const hosted = VIRTUAL_HOST.exec(request.headers.host ?? '')?.groups?.bucket;
  const path = request.path.slice(1);
  if (hosted !== undefined) return path === '' ? { bucket: hosted } : { bucket: hosted, key: decode(path) };
  const slash = path.indexOf('/');
  const bucket = decode(slash < 0 ? path : path.slice(0, slash));
  const key = slash < 0 ? '' : decode(path.slice(slash + 1));
  return { ...(bucket === '' ? {} : { bucket }), ...(key === '' ? {} : { key }) };
}

/** The body's root element as nested objects. Throws MalformedXML. */
export function xmlBody(request: S3Request, root: string): Record<string, unknown> {
  let parsed: Record<string, unknown>;
  try {
    parsed = parseXml(request.body);
  } catch {
    throw s3Errors.malformedXml();
  }
  const found = parsed[root];
  if (isBlank(found)) return {};
  if (typeof found !== 'object' || found === null) throw s3Errors.malformedXml();
  return found as Record<string, unknown>;
}
