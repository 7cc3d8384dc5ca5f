import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { receiptTag } from '../contract/receipt-tag.ts';
import { isAwsError } from '../errors/aws-error.ts';
import type { UploadedFiles, UploadedObject } from './receipt-files.ts';

/** The uploads in `bucket`. */
export function createUploadedFiles(s3: S3Client, bucket: string): UploadedFiles {
  const objectOf = ({ key, versionId }: UploadedObject) => ({
    Bucket: bucket,
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  });
  return {
    async read(object, maxSize) {
      try {
        const head = await s3.send(new HeadObjectCommand(objectOf(object)));
        const { ContentLength: size = 0, VersionId: versionId = object.versionId } = head;
        const version = versionId === undefined ? {} : { versionId };
        if (size > maxSize) return { size, ...version };
        // The version whose size was read, because another upload may come in between.
        const { Body } = await s3.send(new GetObjectCommand(objectOf({ key: object.key, ...version })));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return { size: bytes.length, bytes, ...version };
      } catch (error) {
        if (isAwsError(error, 'NotFound', 'NoSuchKey', 'NoSuchVersion')) return undefined;
        throw error;
      }
    },
    async keep(object) {
      const Tagging = { TagSet: [{ Key: receiptTag.key, Value: receiptTag.accepted }] };
      await s3.send(new PutObjectTaggingCommand({ ...objectOf(object), Tagging }));
    },
    async discard(object) {
      await s3.send(new DeleteObjectCommand(objectOf(object)));
    },
  };
}
