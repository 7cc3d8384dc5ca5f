import type { StoredReceipt } from '../expenses/receipt.schema.ts';

/** The receipt that a file belongs to. */
export interface FileOwner {
  readonly expenseId: string;
  readonly receiptId: string;
}

/** The receipts' files; their bytes never pass through the API. */
export interface ReceiptFiles {
  /** A form to upload one file of that type to S3, valid for `linkLifetime`. */
  uploadForm(owner: FileOwner, contentType: string): Promise<{ url: string; fields: Record<string, string> }>;
  /** A link to the file that was checked, valid for `linkLifetime`. */
  downloadUrl(owner: FileOwner, receipt: StoredReceipt): Promise<string>;
  /** Hides the file and lets the bucket expire the checked version; until then it can be restored. */
  remove(owner: FileOwner, versionId?: string): Promise<void>;
  /**
   * Has files checked in a minute, when those without a receipt are deleted. To be called before the receipts are
   * removed, so that no file is left when the request breaks off in between.
   */
  checkLater(owners: readonly FileOwner[]): Promise<void>;
}

/** The key of a receipt's file. */
export function objectKey({ expenseId, receiptId }: FileOwner): string {
  return `receipts/${expenseId}/${receiptId}`;
}

/** The receipt that the object with that key belongs to; undefined for any other object. */
export function ownerOfObject(key: string): FileOwner | undefined {
  const match = /^receipts\/([^/]+)\/([^/]+)$/.exec(key);
  return match?.[1] && match[2] ? { expenseId: match[1], receiptId: match[2] } : undefined;
}

/** An uploaded file: its size in bytes, and its content unless it is too large to be checked. */
export interface UploadedFile {
  readonly size: number;
  readonly bytes?: Uint8Array;
  /** The version of the object; absent in a bucket without versions. */
  readonly versionId?: string;
}

/** An uploaded object; in a bucket with versions, one version of it. */
export interface UploadedObject {
  readonly key: string;
  readonly versionId?: string;
}

/** Uploaded files, for the functions that check them. */
export interface UploadedFiles {
  /** The file, with its content unless it is larger than `maxSize` bytes; undefined when it does not exist. */
  read(object: UploadedObject, maxSize: number): Promise<UploadedFile | undefined>;
  /** Removes the tag `pending`, so that the bucket does not expire the file. Safe to repeat. */
  keep(object: UploadedObject): Promise<void>;
  /** Deletes an object, or the version that is named. Safe to repeat. */
  discard(object: UploadedObject): Promise<void>;
}
