import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterBatch, type Batch, type BatchOutcome } from './stream-batches.ts';

interface Numbered {
  readonly number: number;
  /** How often the function fails it before it works. */
  readonly fails: number;
}

/** What a function does with a batch that holds a record which is to fail. */
type Answer = 'throws' | 'says which';

interface Run {
  /** Every batch that was handed over. */
  readonly handed: readonly (readonly number[])[];
  /** What was done with, in this order: by the function, or given up. */
  readonly settled: readonly number[];
  readonly discarded: readonly number[];
}

/** Hands a batch over until nothing of it remains, as a lane does. */
function run(
  records: readonly Numbered[],
  answer: Answer,
  rules: { readonly bisect: boolean; readonly retries: number },
): Run {
  const left = new Map(records.map(({ number, fails }) => [number, fails]));
  const handed: number[][] = [];
  const settled: number[] = [];
  const discarded: number[] = [];
  let work: readonly Batch<Numbered>[] = [{ records, failures: 0 }];
  for (let [batch, ...others] = work; batch; [batch, ...others] = work) {
    handed.push(numbersOf(batch.records));
    const next = afterBatch(batch, outcomeOf(batch.records, answer, left), rules);
    settled.push(...numbersOf(next.settled));
    discarded.push(...numbersOf(next.discarded?.records ?? []));
    work = [...next.remaining, ...others];
  }
  return { handed, settled, discarded };
}

function outcomeOf(records: readonly Numbered[], answer: Answer, left: Map<number, number>): BatchOutcome {
  const from = records.findIndex(({ number }) => (left.get(number) ?? 0) > 0);
  const failed = records[from];
  if (!failed) return { kind: 'success' };
  left.set(failed.number, (left.get(failed.number) ?? 0) - 1);
  return answer === 'throws' ? { kind: 'failure' } : { kind: 'partial', from };
}

const records = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 })
  .map((all) => all.map((fails, number): Numbered => ({ number, fails })));
const rules = fc.record({ bisect: fc.boolean(), retries: fc.integer({ min: -1, max: 3 }) });
const answer = fc.constantFrom<Answer>('throws', 'says which');
const numbersOf = (all: readonly Numbered[]) => all.map(({ number }) => number);

it('hands every record over, and is done with each exactly once', () => {
  fc.assert(
    fc.property(records, answer, rules, (all, how, chosen) => {
      const { handed, settled, discarded } = run(all, how, chosen);
      expect(new Set(handed.flat())).toEqual(new Set(numbersOf(all)));
      expect([...settled, ...discarded].toSorted((a, b) => a - b)).toEqual(numbersOf(all));
      if (chosen.retries < 0) expect(discarded).toEqual([]);
    }),
  );
});

it('is never done with a record before those in front of it', () => {
  fc.assert(
    fc.property(records, answer, rules, (all, how, chosen) => {
      const { handed, settled, discarded } = run(all, how, chosen);
      expect(settled).toEqual(settled.toSorted((a, b) => a - b));
      expect(discarded).toEqual(discarded.toSorted((a, b) => a - b));
      // A batch is a stretch of the stream, and begins no earlier than the one before it.
      for (const [index, batch] of handed.entries()) {
        const first = batch[0] ?? 0;
        expect(batch).toEqual(batch.map((_, at) => first + at));
        expect(first).toBeGreaterThanOrEqual(handed[index - 1]?.[0] ?? 0);
      }
    }),
  );
});

it('gives up what always fails alone, where batches are split', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(29), fc.nat(3), (count, at, retries) => {
      const bad = at % count;
      const all = Array.from({ length: count }, (_, number) => ({
        number,
        fails: number === bad ? Number.POSITIVE_INFINITY : 0,
      }));
      const { handed, settled, discarded } = run(all, 'throws', { bisect: true, retries });
      expect(discarded).toEqual([bad]);
      expect(settled).toEqual(numbersOf(all).filter((number) => number !== bad));
      expect(handed.filter((batch) => batch.length === 1 && batch[0] === bad)).toHaveLength(retries + 1);
    }),
  );
});
