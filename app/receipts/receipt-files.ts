import type { StoredReceipt } from '../expenses/receipt.schema.ts';

/** Whose file it is. */
export interface FileOwner {
  readonly expenseId: string;
  readonly receiptId: string;
}

/** The receipts' files; their bytes never pass through the API. */
export interface ReceiptFiles {
  /** A form that S3 takes one file of that type with, for a while. */
  uploadForm(owner: FileOwner, contentType: string): Promise<{ url: string; fields: Record<string, string> }>;
  /** A link to the file that was looked at, for a while. */
  downloadUrl(owner: FileOwner, receipt: StoredReceipt): Promise<string>;
  /** Hides the file, and lets the bucket forget the version that was looked at; it can be restored until then. */
  remove(owner: FileOwner, versionId?: string): Promise<void>;
  /**
   * Has files looked at again in a minute, when whatever nobody waits for by then is deleted: to be called before what
   * leads to them goes, so that none stays behind where the rest breaks off.
   */
  checkLater(owners: readonly FileOwner[]): Promise<void>;
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

/** A file as it was uploaded: its size in bytes, and its content unless it is too large to be looked at. */
export interface UploadedFile {
  readonly size: number;
  readonly bytes?: Uint8Array;
  /** Which version of the object it is; absent in a bucket that keeps none. */
  readonly versionId?: string;
}

/** An uploaded object; of a versioned bucket, one version of it. */
export interface UploadedObject {
  readonly key: string;
  readonly versionId?: string;
}

/** Uploaded files, for the functions that look at them. */
export interface UploadedFiles {
  /** The file, with its content unless it is larger than `maxSize` bytes; undefined when it is gone. */
  read(object: UploadedObject, maxSize: number): Promise<UploadedFile | undefined>;
  /** Takes the mark of an upload off, so that the bucket's lifecycle leaves the file alone. Safe to repeat. */
  keep(object: UploadedObject): Promise<void>;
  /** Deletes what was uploaded and nobody waits for: the very version where one is named. Safe to repeat. */
  discard(object: UploadedObject): Promise<void>;
}
