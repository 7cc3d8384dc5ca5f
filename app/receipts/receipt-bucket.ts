import { DeleteObjectCommand, GetObjectCommand, PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { receiptTag } from '../contract/receipt-tag.ts';
import { objectKey, type ReceiptFiles } from './receipt-files.ts';
import { receiptLimits } from './receipts.schema.ts';

/** A client for S3 that gets everything from the SDK's standard variables. */
export function createS3(): S3Client {
  return new S3Client({});
}

/** The files in `bucket`. */
export function createReceiptFiles(s3: S3Client, bucket: string): Omit<ReceiptFiles, 'checkLater'> {
  return {
    uploadForm(owner, contentType) {
      return createPresignedPost(s3, {
        Bucket: bucket,
        Key: objectKey(owner),
        // Every field is also a condition of the policy, so nobody can upload without the tag.
        Fields: { 'Content-Type': contentType, tagging: pendingTag },
        Conditions: [
          ['content-length-range', 1, receiptLimits.maxSize],
          ['eq', '$Content-Type', contentType],
        ],
        Expires: receiptLimits.linkLifetime,
      });
    },
    downloadUrl(owner, receipt) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: objectKey(owner),
        ...(receipt.versionId === undefined ? {} : { VersionId: receipt.versionId }),
        ResponseContentType: receipt.contentType,
        ResponseContentDisposition: contentDisposition(receipt.fileName ?? receipt.id),
      });
      return getSignedUrl(s3, command, { expiresIn: receiptLimits.linkLifetime });
    },
    async remove(owner, versionId) {
      const object = { Bucket: bucket, Key: objectKey(owner) };
      if (versionId !== undefined) {
        const Tagging = { TagSet: [{ Key: key, Value: pending }] };
        await s3.send(new PutObjectTaggingCommand({ ...object, VersionId: versionId, Tagging }));
      }
      await s3.send(new DeleteObjectCommand(object));
    },
  };
}

const { key, pending } = receiptTag;
const pendingTag = `<Tagging><TagSet><Tag><Key>${key}</Key><Value>${pending}</Value></Tag></TagSet></Tagging>`;

/** `attachment`, so that a browser never runs an uploaded file; the name is encoded after RFC 8187. */
function contentDisposition(fileName: string): string {
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename*=UTF-8''${encoded}`;
}
