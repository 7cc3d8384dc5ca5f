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

/** An output's members that say how an object is encrypted. */
export function encryptionMembers(headers: Readonly<Record<string, string>>): Record<string, string> {
  const members = Object.entries(ENCRYPTION_HEADERS).map(([member, header]) => [member, headers[header]]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** The input's members that are headers of the object, but for those of its encryption, which the bucket has a say in. */
export function objectHeaders(input: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [member, header] of Object.entries(OBJECT_HEADERS)) {
    const value = Object.hasOwn(ENCRYPTION_HEADERS, member) ? undefined : input[member];
    if (typeof value === 'string' && value !== '') headers[header] = value;
  }
  // SDKs say how a body travels in the same header that says how it is stored.
  const encoding = headers['content-encoding']?.replace(/(^|,\s*)aws-chunked(\s*,\s*|$)/, '');
  if (encoding) headers['content-encoding'] = encoding;
  else delete headers['content-encoding'];
  if (headers['x-amz-storage-class'] === 'STANDARD') delete headers['x-amz-storage-class'];
  return headers;
}
