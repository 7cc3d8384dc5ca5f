import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { isAwsError } from '../config/dynamodb.ts';
import { type Receipt, receiptLimits } from './receipts.schema.ts';

/** Whose file it is. */
export interface FileOwner {
  readonly expenseId: string;
  readonly receiptId: string;
}

/** The receipts' files; their bytes never pass through the API. */
export interface ReceiptFiles {
  /** A form that S3 takes one file of that type with, for a while. */
  uploadForm(owner: FileOwner, contentType: string): Promise<{ url: string; fields: Record<string, string> }>;
  /** A link to the file, for a while. */
  downloadUrl(owner: FileOwner, receipt: Receipt): Promise<string>;
  remove(owner: FileOwner): Promise<void>;
}

/** The key of a receipt's file. */
export function objectKey({ expenseId, receiptId }: FileOwner): string {
  return `receipts/${expenseId}/${receiptId}`;
}

/** Whose file the object with that key is; undefined for an object that is no receipt. */
export function ownerOfObject(key: string): FileOwner | undefined {
  const match = /^receipts\/([^/]+)\/([^/]+)$/.exec(key);
  return match?.[1] && match[2] ? { expenseId: match[1], receiptId: match[2] } : undefined;
}

/** The files in `bucket`. */
export function createReceiptFiles(s3: S3Client, bucket: string): ReceiptFiles {
  return {
    uploadForm(owner, contentType) {
      return createPresignedPost(s3, {
        Bucket: bucket,
        Key: objectKey(owner),
        Fields: { 'Content-Type': contentType },
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
        ResponseContentType: receipt.contentType,
        ResponseContentDisposition: contentDisposition(receipt.fileName ?? receipt.id),
      });
      return getSignedUrl(s3, command, { expiresIn: receiptLimits.linkLifetime });
    },
    async remove(owner) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: objectKey(owner) }));
    },
  };
}

/** `attachment`, so that a browser never runs what someone uploaded; the name in the form of RFC 8187. */
function contentDisposition(fileName: string): string {
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename*=UTF-8''${encoded}`;
}

/** A file as it was uploaded: its size in bytes, and its content unless it is too large to be looked at. */
export interface UploadedFile {
  readonly size: number;
  readonly bytes?: Uint8Array;
}

/** Reads uploaded files, for the function that looks at them. */
export interface UploadedFiles {
  /** The file, with its content unless it is larger than `maxSize` bytes; undefined when it is gone. */
  read(key: string, maxSize: number): Promise<UploadedFile | undefined>;
}

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
  };
}
