/**
 * The keys of the objects that a message of S3's notifications speaks of; none for S3's test event. Keys come
 * form-encoded. Throws a SyntaxError on what is no JSON.
 */
export function uploadedKeys(message: string): string[] {
  const { Records = [] } = JSON.parse(message) as { Records?: UploadRecord[] };
  return Records.flatMap(({ s3 }) => {
    const key = s3?.object?.key;
    return key === undefined ? [] : [decodeURIComponent(key.replaceAll('+', ' '))];
  });
}

interface UploadRecord {
  readonly s3?: { readonly object?: { readonly key?: string } };
}
