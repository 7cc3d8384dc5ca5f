import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isAwsError } from '../config/dynamodb.ts';
import { receiptTag } from '../config/receipt-tag.ts';
import type { UploadedFiles } from './receipt-files.ts';

/** The uploads in `bucket`. */
export function createUploadedFiles(s3: S3Client, bucket: string): UploadedFiles {
  return {
    async read(key, maxSize) {
      const object = { Bucket: bucket, Key: key };
      try {
        const { ContentLength: size = 0 } = await s3.send(new HeadObjectCommand(object));
        if (size > maxSize) return { size };
        const { Body } = await s3.send(new GetObjectCommand(object));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return { size: bytes.length, bytes };
      } catch (error) {
        if (isAwsError(error, 'NotFound', 'NoSuchKey')) return undefined;
        throw error;
      }
    },
    async keep(key) {
      const Tagging = { TagSet: [{ Key: receiptTag.key, Value: receiptTag.accepted }] };
      await s3.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging }));
    },
    async discard({ key, versionId }) {
      const version = versionId === undefined ? {} : { VersionId: versionId };
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, ...version }));
    },
  };
}
