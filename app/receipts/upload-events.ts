import type { UploadedObject } from './receipt-files.ts';

/**
 * The objects of a message of S3's notifications; none for S3's test event. Their keys are form-encoded. Throws a
 * SyntaxError for what is not JSON. After
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html.
 */
export function uploadedObjects(message: string): UploadedObject[] {
  const { Records = [] } = JSON.parse(message) as { Records?: UploadRecord[] };
  return Records.flatMap(({ s3 }) => {
    const { key, versionId } = s3?.object ?? {};
    if (key === undefined) return [];
    return [
      {
        key: decodeURIComponent(key.replaceAll('+', ' ')),
        ...(versionId === undefined ? {} : { versionId }),
      },
    ];
  });
}

interface UploadRecord {
  readonly s3?: { readonly object?: { readonly key?: string; readonly versionId?: string } };
}
