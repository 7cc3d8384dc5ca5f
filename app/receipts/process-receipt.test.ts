import { beforeEach, describe, expect, it } from 'vitest';
import type { Expense } from '../expenses/expenses.schema.ts';
import { anExpenseWithReceipt } from '../testing/builders.ts';
import {
  createMemoryExpenseStore,
  createMemoryFingerprints,
  type MemoryExpenseStore,
} from '../testing/memory-stores.ts';
import { type ProcessReceiptDeps, processReceipt } from './process-receipt.ts';
import type { UploadedObject } from './receipt-files.ts';
import { receiptLimits } from './receipts.schema.ts';
import { uploadedObjects } from './upload-events.ts';

const png = (...rest: number[]) => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...rest);

let expenses: MemoryExpenseStore;
let uploads: Map<string, Uint8Array>;
let fingerprints: ReturnType<typeof createMemoryFingerprints>;
/** Whether the bucket keeps versions, as the one of the stacks does. */
let versioned: boolean;
/** What was done to the files besides reading them. */
let kept: string[];
let discarded: UploadedObject[];

beforeEach(() => {
  expenses = createMemoryExpenseStore();
  uploads = new Map();
  fingerprints = createMemoryFingerprints();
  versioned = false;
  kept = [];
  discarded = [];
  keep(anExpenseWithReceipt());
});

const keep = (expense: Expense) => expenses.items.set(expense.id, expense);
const receipt = (id = 'e1', receiptId = 'r1') => expenses.items.get(id)?.receipts[receiptId];
const deps: ProcessReceiptDeps = {
  get expenses() {
    return expenses;
  },
  get fingerprints() {
    return fingerprints;
  },
  now: () => new Date('2026-03-05T11:00:00.000Z'),
  files: {
    async read({ key, versionId }, maxSize) {
      const found = uploads.get(key);
      if (!found) return undefined;
      const version = versioned && versionId !== undefined ? { versionId } : {};
      if (found.length > maxSize) return { size: found.length, ...version };
      return { size: found.length, bytes: found, ...version };
    },
    keep: async ({ key }) => void kept.push(key),
    discard: async (object) => void discarded.push(object),
  },
};
const upload = async (bytes: Uint8Array, key = 'receipts/e1/r1', versionId = 'v1') => {
  uploads.set(key, bytes);
  return (await processReceipt({ key, versionId }, deps)).status;
};

describe('an uploaded receipt', () => {
  it('is accepted with its size and SHA-256, and the history says so', async () => {
    expect(await upload(png(1))).toBe('accepted');
    expect(receipt()).toMatchObject({
      status: 'accepted',
      size: 9,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      processedAt: '2026-03-05T11:00:00.000Z',
    });
    expect(expenses.items.get('e1')?.history.at(-1)).toMatchObject({
      by: 'system',
      event: 'receipt-accepted',
      receiptId: 'r1',
    });
  });

  it.each([
    ['empty', new Uint8Array()],
    ['unknown-type', new TextEncoder().encode('just text')],
    ['unknown-type', png().subarray(0, 7)],
    ['type-mismatch', new TextEncoder().encode('%PDF-1.7')],
    ['too-large', new Uint8Array(receiptLimits.maxSize + 1)],
  ])('is refused as %s', async (reason, bytes) => {
    expect(await upload(bytes)).toBe('refused');
    expect(receipt()).toMatchObject({ status: 'refused', reason });
  });

  it('may be followed by a better file after a refusal', async () => {
    await upload(new TextEncoder().encode('oops'));
    expect(await upload(png(1))).toBe('accepted');
    expect(receipt()).not.toHaveProperty('reason');
  });

  it('stays what was accepted: a later version is deleted, whatever is in it', async () => {
    versioned = true;
    const key = 'receipts/e1/r1';
    expect(await upload(png(1))).toBe('accepted');
    const first = expenses.items.get('e1');
    expect(first?.receipts.r1?.versionId).toBe('v1');
    expect(await upload(png(2), key, 'v2')).toBe('discarded');
    expect(await upload(png(1), key, 'v3')).toBe('discarded');
    expect(discarded).toEqual([
      { key, versionId: 'v2' },
      { key, versionId: 'v3' },
    ]);
    expect(await upload(png(1))).toBe('accepted');
    expect(expenses.items.get('e1')).toEqual(first);
  });

  it('that was submitted as refused stays so, whatever comes later', async () => {
    versioned = true;
    await upload(new TextEncoder().encode('oops'));
    const draft = expenses.items.get('e1');
    if (draft) keep({ ...draft, status: 'submitted' });
    expect(await upload(png(1), 'receipts/e1/r1', 'v2')).toBe('discarded');
    expect(receipt()).toMatchObject({ status: 'refused', reason: 'unknown-type' });
  });

  it('cannot be exchanged once it was accepted, in a bucket without versions either', async () => {
    await upload(png(1));
    const before = receipt()?.sha256;
    expect(await upload(png(2))).toBe('refused');
    expect(receipt()).toMatchObject({
      status: 'refused',
      reason: 'replaced-after-acceptance',
      sha256: before,
    });
  });

  it('is processed once, however often the message comes', async () => {
    await upload(png(1));
    const first = expenses.items.get('e1');
    expect(await upload(png(1))).toBe('accepted');
    expect(expenses.items.get('e1')).toEqual(first);
  });

  it('is written although the expense changes meanwhile', async () => {
    expenses.beforeSave = () => {
      expenses.beforeSave = () => {};
      const current = expenses.items.get('e1');
      if (current) keep({ ...current, version: current.version + 1, merchant: 'Changed' });
    };
    expect(await upload(png(1))).toBe('accepted');
    expect(expenses.items.get('e1')).toMatchObject({
      merchant: 'Changed',
      receipts: { r1: { status: 'accepted' } },
    });
  });
});

describe('a duplicate', () => {
  it('is refused and names the receipt that was first, also on another expense', async () => {
    keep(anExpenseWithReceipt({ id: 'e2' }, 'r2'));
    await upload(png(1));
    expect(await upload(png(1), 'receipts/e2/r2')).toBe('refused');
    expect(receipt('e2', 'r2')).toMatchObject({
      reason: 'duplicate',
      duplicateOf: { expenseId: 'e1', receiptId: 'r1' },
    });
  });

  it('is none when someone else handed the file in', async () => {
    keep(anExpenseWithReceipt({ id: 'e2', ownerId: 'other' }, 'r2'));
    await upload(png(1));
    expect(await upload(png(1), 'receipts/e2/r2')).toBe('accepted');
  });

  it('is none once the expense of the first was rejected, but is while it is not', async () => {
    await upload(png(1));
    keep(anExpenseWithReceipt({ id: 'e2' }, 'r2'));
    const first = expenses.items.get('e1');
    for (const status of ['submitted', 'approved'] as const) {
      if (first) keep({ ...first, status });
      expect(await upload(png(1), 'receipts/e2/r2')).toBe('refused');
    }
    if (first) keep({ ...first, status: 'rejected' });
    expect(await upload(png(1), 'receipts/e2/r2')).toBe('accepted');
  });

  it('is none of a receipt that was refused', async () => {
    await upload(png(1));
    await upload(png(2));
    expect(receipt()?.status).toBe('refused');
    keep(anExpenseWithReceipt({ id: 'e2' }, 'r2'));
    expect(await upload(png(1), 'receipts/e2/r2')).toBe('accepted');
  });

  it('is none once the first receipt was removed', async () => {
    await upload(png(1));
    keep({ ...anExpenseWithReceipt({}, 'r3') });
    expect(await upload(png(1), 'receipts/e1/r3')).toBe('accepted');
  });
});

describe('an object that no receipt waits for', () => {
  it.each(['receipts/none/r1', 'receipts/e1/none', 'receipts/e1/constructor'])(
    'is deleted, the very version that came: %s',
    async (key) => {
      expect(await upload(png(1), key)).toBe('discarded');
      expect(discarded).toEqual([{ key, versionId: 'v1' }]);
    },
  );

  it('is deleted after a second look, where the message names no version, and is there', async () => {
    const key = 'receipts/none/r1';
    expect(await processReceipt({ key }, deps)).toEqual({ status: 'ignored' });
    uploads.set(key, png(1));
    expect(await processReceipt({ key }, deps)).toEqual({ status: 'discarded' });
    expect(discarded).toEqual([{ key }]);
  });

  it.each(['other/e1/r1', 'receipts/e1'])('is left alone where it is no receipt: %s', async (key) => {
    expect(await upload(png(1), key)).toBe('ignored');
    expect(discarded).toEqual([]);
  });
});

describe('the mark that has uploads expire', () => {
  it('is taken off an accepted file, before anybody can read that it was accepted', async () => {
    expenses.beforeSave = () => expect(kept).toEqual(['receipts/e1/r1']);
    await upload(png(1));
    expect(receipt()?.status).toBe('accepted');
  });

  it('stays on a refused one', async () => {
    await upload(new TextEncoder().encode('oops'));
    expect(kept).toEqual([]);
  });
});

describe('a receipt whose time to be uploaded is over', () => {
  const key = 'receipts/e1/r1';

  it('is refused when no file has come, so that its expense can be submitted', async () => {
    expect(await processReceipt({ key }, deps)).toEqual({ status: 'ignored' });
    expect(receipt()?.status).toBe('pending');
    expect(await processReceipt({ key }, deps, { last: true })).toMatchObject({ reason: 'not-uploaded' });
    expect(receipt()).toMatchObject({ status: 'refused', reason: 'not-uploaded' });
  });

  it('is accepted when the file is there and only the news of it got lost', async () => {
    uploads.set(key, png(1));
    expect(await processReceipt({ key }, deps, { last: true })).toMatchObject({ status: 'accepted' });
  });
});

describe('messages of S3', () => {
  it('carry form-encoded keys, and the version', () => {
    const Records = [
      { s3: { object: { key: 'receipts/e1/a+b%2Fc', versionId: 'v7' } } },
      { s3: { object: { key: 'x' } } },
    ];
    expect(uploadedObjects(JSON.stringify({ Records }))).toEqual([
      { key: 'receipts/e1/a b/c', versionId: 'v7' },
      { key: 'x' },
    ]);
  });

  it('may be the test that S3 sends when notifications are set up', () => {
    expect(uploadedObjects('{"Service":"Amazon S3","Event":"s3:TestEvent"}')).toEqual([]);
  });
});
