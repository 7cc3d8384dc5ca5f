import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../app/auth/actor.ts';
import { createExpenseAccess } from '../../app/expenses/expense-access.ts';
import { createExpenseStore } from '../../app/expenses/expenses.store.ts';
import { createFileRemoval } from '../../app/receipts/file-removal.ts';
import { createFingerprints } from '../../app/receipts/fingerprints.ts';
import { processReceipt } from '../../app/receipts/process-receipt.ts';
import { createReceiptFiles } from '../../app/receipts/receipt-bucket.ts';
import { objectKey } from '../../app/receipts/receipt-files.ts';
import { receiptLimits, type UploadForm } from '../../app/receipts/receipts.schema.ts';
import { createReceiptService } from '../../app/receipts/receipts.service.ts';
import { createUploadedFiles } from '../../app/receipts/uploaded-files.ts';
import { anExpense } from '../../app/testing/builders.ts';
import { createMemoryUserStore } from '../../app/testing/memory-stores.ts';
import { createAuthorization } from '../../app/users/authorization.ts';
import { systemTime } from '../../localstack/embedded/clock/clock.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

const owner: Actor = { id: 'owner', username: 'owner', claimedRoles: ['employee'] };
const png = (mark: string) => new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), mark]);

let aws: AppAws;
beforeAll(async () => {
  aws = await startAppAws(systemTime);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function setUp() {
  const expenses = createExpenseStore(aws.table);
  const expenseId = uniqueName('expense');
  await expenses.add(anExpense({ id: expenseId }));
  const users = createMemoryUserStore();
  const files = { ...createReceiptFiles(aws.s3, aws.bucket), checkLater: async () => {} };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const receipts = createReceiptService({
    expenses,
    access: createExpenseAccess({ expenses, users, authorization: createAuthorization({ users }) }),
    files,
    fileRemoval: createFileRemoval(files, log),
    now: aws.now,
    newId: () => uniqueName('receipt'),
  });
  const process = async (receiptId: string) => {
    const { status } = await processReceipt(
      { key: objectKey({ expenseId, receiptId }) },
      {
        expenses,
        fingerprints: createFingerprints(aws.table),
        files: createUploadedFiles(aws.s3, aws.bucket),
        now: aws.now,
      },
    );
    return status;
  };
  return { receipts, expenseId, process };
}

/** Posts a file as a browser would. */
async function post(
  upload: UploadForm | undefined,
  file: Blob,
  change: Record<string, string> = {},
): Promise<number> {
  const { url = '', fields = {} } = upload ?? {};
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change })) form.set(name, value);
  form.set('file', file, 'receipt.png');
  return (await fetch(url, { method: 'POST', body: form })).status;
}

describe('a receipt', () => {
  it('goes from the form through S3 and the processor to a download', async () => {
    const { receipts, expenseId, process } = await setUp();
    const asked = { contentType: 'image/png', fileName: "Ann's lunch.png" } as const;
    const { receipt, upload } = await receipts.add(owner, expenseId, asked);
    expect(await post(upload, png('a'))).toBe(204);
    expect(await process(receipt.id)).toBe('accepted');
    const { download } = await receipts.read(owner, expenseId, receipt.id);
    const response = await fetch(download?.url ?? '');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('Ann%27s%20lunch.png');
    expect((await response.arrayBuffer()).byteLength).toBe(9);
  });

  it('cannot be uploaded as another type, under another key, too large, or empty', async () => {
    const { receipts, expenseId, process } = await setUp();
    const { receipt, upload } = await receipts.add(owner, expenseId, { contentType: 'image/png' });
    expect(await post(upload, png('b'), { 'Content-Type': 'text/html' })).toBe(403);
    expect(await post(upload, png('b'), { key: 'receipts/other/receipt' })).toBe(403);
    expect(await post(upload, new Blob([new Uint8Array(receiptLimits.maxSize + 1)]))).toBe(400);
    expect(await post(upload, new Blob([]))).toBe(400);
    expect(await process(receipt.id)).toBe('ignored');
  });

  it('that was handed in before is refused, and accepted once the first one is removed', async () => {
    const { receipts, expenseId, process } = await setUp();
    const handIn = async () => {
      const { receipt, upload } = await receipts.add(owner, expenseId, { contentType: 'image/png' });
      await post(upload, png(expenseId));
      return { id: receipt.id, outcome: await process(receipt.id) };
    };
    const first = await handIn();
    expect(first.outcome).toBe('accepted');
    expect((await handIn()).outcome).toBe('refused');
    await receipts.remove(owner, expenseId, first.id);
    expect((await handIn()).outcome).toBe('accepted');
  });

  it('that is no image although it says so is refused and has no download', async () => {
    const { receipts, expenseId, process } = await setUp();
    const { receipt } = await receipts.add(owner, expenseId, { contentType: 'image/png' });
    const Key = objectKey({ expenseId, receiptId: receipt.id });
    await aws.s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key, Body: '<script>' }));
    expect(await process(receipt.id)).toBe('refused');
    const read = await receipts.read(owner, expenseId, receipt.id);
    expect(read.receipt.reason).toBe('unknown-type');
    expect(read.download).toBeUndefined();
  });

  it('cannot be uploaded once the form has expired (the last test: time has passed)', async () => {
    const { receipts, expenseId } = await setUp();
    const { upload } = await receipts.add(owner, expenseId, { contentType: 'image/png' });
    await aws.pass(receiptLimits.linkLifetime + 1);
    expect(await post(upload, png('c'))).toBe(403);
  });
});
