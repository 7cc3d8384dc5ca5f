/** Headers that S3 keeps with an object, by the SDK's member name. */
export const OBJECT_HEADERS: Readonly<Record<string, string>> = {
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentType: 'content-type',
  Expires: 'expires',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  StorageClass: 'x-amz-storage-class',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
};

/** The input's members that are headers of the object. Encryption is on by default, and nothing can be seen of it but this. */
export function objectHeaders(input: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    'x-amz-server-side-encryption': 'AES256',
  };
  for (const [member, header] of Object.entries(OBJECT_HEADERS)) {
    const value = input[member];
    if (typeof value === 'string' && value !== '') headers[header] = value;
  }
  // SDKs say how a body travels in the same header that says how it is stored.
  const encoding = headers['content-encoding']?.replace(/(^|,\s*)aws-chunked(\s*,\s*|$)/, '');
  if (encoding) headers['content-encoding'] = encoding;
  else delete headers['content-encoding'];
  if (headers['x-amz-storage-class'] === 'STANDARD') delete headers['x-amz-storage-class'];
  return headers;
}
