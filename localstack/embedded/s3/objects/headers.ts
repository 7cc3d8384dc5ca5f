import { isHeaderName, isHeaderValue, isPlainHeaderValue } from '../../core/header-fields.ts';
import { s3Errors } from '../errors.ts';

/** Headers that say how an object is encrypted, by the SDK's member name. */
export const ENCRYPTION_HEADERS: Readonly<Record<string, string>> = {
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
};

/** Headers that S3 keeps with an object, by the SDK's member name. */
export const OBJECT_HEADERS: Readonly<Record<string, string>> = {
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentType: 'content-type',
  Expires: 'expires',
  ...ENCRYPTION_HEADERS,
  StorageClass: 'x-amz-storage-class',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
};

/** Bytes that the names and values of an object's metadata have at most, in UTF-8. */
const MAX_METADATA = 2048;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html, `x-amz-storage-class` */
const STORAGE_CLASSES = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'OUTPOSTS',
  'GLACIER_IR',
  'SNOW',
  'EXPRESS_ONEZONE',
  'FSX_OPENZFS',
  'FSX_ONTAP',
]);

/** An output's members that say how an object is encrypted. */
export function encryptionMembers(headers: Readonly<Record<string, string>>): Record<string, string> {
  const members = Object.entries(ENCRYPTION_HEADERS).map(([member, header]) => [member, headers[header]]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/**
 * Throws InvalidArgument where HTTP cannot carry the value, in the words of S3.
 *
 * @param argument as the request names it, e.g. `response-content-disposition`
 */
export function checkHeaderValue(argument: string, value: string): void {
  if (isHeaderValue(value)) return;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ISO 8859-1
  const foreign = /[^\x00-\xff]/.test(value);
  const message = foreign
    ? 'Header value cannot be represented using ISO-8859-1.'
    : 'Header value must not contain control characters.';
  throw s3Errors.invalidArgument(message, argument, value);
}

/**
 * The object's own headers, `x-amz-meta-…` without that prefix. Throws InvalidArgument where a name cannot be a header's,
 * MetadataTooLarge where all names and values together are.
 * A form may have any text in a value: it is returned encoded ({@link metadataHeader}).
 */
export function objectMetadata(input: Readonly<Record<string, unknown>>): Record<string, string> {
  const metadata = (input.Metadata as Record<string, string> | undefined) ?? {};
  const size = Buffer.byteLength(Object.entries(metadata).flat().join(''));
  if (size > MAX_METADATA) throw s3Errors.metadataTooLarge(size, MAX_METADATA);
  for (const [name, value] of Object.entries(metadata)) {
    if (isHeaderName(name) && !CONTROL.test(value)) continue;
    throw s3Errors.invalidArgument(
      'The metadata name or value is not valid in a header.',
      `x-amz-meta-${name}`,
      value,
    );
  }
  return { ...metadata };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what no header may have
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * A value of metadata as S3 answers it: as it is where it is ASCII, else as an encoded word of RFC 2047
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html, «User-defined object metadata»).
 */
export function metadataHeader(value: string): string {
  return isPlainHeaderValue(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

/**
 * The input's members that are headers of the object, but for those of its encryption, which the bucket has a say in.
 * Throws InvalidArgument where HTTP cannot carry one, and InvalidStorageClass.
 */
export function objectHeaders(input: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [member, header] of Object.entries(OBJECT_HEADERS)) {
    const value = Object.hasOwn(ENCRYPTION_HEADERS, member) ? undefined : input[member];
    if (typeof value !== 'string' || value === '') continue;
    checkHeaderValue(header, value);
    headers[header] = value;
  }
  // SDKs say how a body travels in the same header that says how it is stored.
  const encoding = headers['content-encoding']?.replace(/(^|,\s*)aws-chunked(\s*,\s*|$)/, '');
  if (encoding) headers['content-encoding'] = encoding;
  else delete headers['content-encoding'];
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (!STORAGE_CLASSES.has(storageClass)) throw s3Errors.invalidStorageClass(storageClass);
  if (storageClass === 'STANDARD') delete headers['x-amz-storage-class'];
  return headers;
}
