import { beforeEach, describe, expect, it } from 'vitest';
import type { Expense } from '../expenses/expenses.schema.ts';
import { anExpenseWithReceipt } from '../testing/builders.ts';
import {
  createMemoryExpenseStore,
  createMemoryFingerprints,
  type MemoryExpenseStore,
} from '../testing/memory-stores.ts';
import { processReceipt } from './process-receipt.ts';
import { receiptLimits } from './receipts.schema.ts';
import { uploadedKeys } from './upload-events.ts';

const png = (...rest: number[]) => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...rest);

let expenses: MemoryExpenseStore;
let uploads: Map<string, Uint8Array>;
let fingerprints: ReturnType<typeof createMemoryFingerprints>;

beforeEach(() => {
  expenses = createMemoryExpenseStore();
  uploads = new Map();
  fingerprints = createMemoryFingerprints();
  keep(anExpenseWithReceipt());
});

const keep = (expense: Expense) => expenses.items.set(expense.id, expense);
const receipt = (id = 'e1', receiptId = 'r1') => expenses.items.get(id)?.receipts[receiptId];
const upload = async (bytes: Uint8Array, key = 'receipts/e1/r1') => {
  uploads.set(key, bytes);
  const { status } = await processReceipt(key, {
    expenses,
    fingerprints,
    now: () => new Date('2026-03-05T11:00:00.000Z'),
    files: {
      async read(name, maxSize) {
        const found = uploads.get(name);
        if (!found) return undefined;
        return found.length > maxSize ? { size: found.length } : { size: found.length, bytes: found };
      },
    },
  });
  return status;
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

  it('cannot be exchanged once it was accepted', async () => {
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

  it('is none once the first receipt was removed', async () => {
    await upload(png(1));
    keep({ ...anExpenseWithReceipt({}, 'r3') });
    expect(await upload(png(1), 'receipts/e1/r3')).toBe('accepted');
  });
});

describe('an object that no receipt waits for', () => {
  it.each(['receipts/none/r1', 'receipts/e1/none', 'other/e1/r1', 'receipts/e1'])(
    'is ignored: %s',
    async (key) => {
      expect(await upload(png(1), key)).toBe('ignored');
    },
  );
});

describe('messages of S3', () => {
  it('carry form-encoded keys', () => {
    const Records = [{ s3: { object: { key: 'receipts/e1/a+b%2Fc' } } }, { s3: { object: { key: 'x' } } }];
    expect(uploadedKeys(JSON.stringify({ Records }))).toEqual(['receipts/e1/a b/c', 'x']);
  });

  it('may be the test that S3 sends when notifications are set up', () => {
    expect(uploadedKeys('{"Service":"Amazon S3","Event":"s3:TestEvent"}')).toEqual([]);
  });
});
