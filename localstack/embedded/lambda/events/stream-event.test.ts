import { describe, expect, test } from 'vitest';
import type { BatchOutcome } from './stream-batches.ts';
import { outcomeOf, type StreamRecord } from './stream-event.ts';

const batch = ['1', '2', '3'].map(
  (SequenceNumber): StreamRecord => ({
    dynamodb: { ApproximateCreationDateTime: 0, Keys: {}, SequenceNumber },
  }),
);
const SUCCESS: BatchOutcome = { kind: 'success' };
const FAILURE: BatchOutcome = { kind: 'failure' };
const failed = (...numbers: unknown[]) => ({
  batchItemFailures: numbers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a partial batch response', () => {
  test.each<[what: string, answer: unknown, outcome: BatchOutcome]>([
    ['that is null', null, SUCCESS],
    ['that is a text', 'done', SUCCESS],
    ['without the member', {}, SUCCESS],
    ['with null', { batchItemFailures: null }, SUCCESS],
    ['with an empty list', { batchItemFailures: [] }, SUCCESS],
    ['that names one', failed('2'), { kind: 'partial', from: 1 }],
    ['that names several in any order', failed('3', '2'), { kind: 'partial', from: 1 }],
    ['that names the first', failed('1'), { kind: 'partial', from: 0 }],
    ['that names another', failed('9'), FAILURE],
    ['that names one and another', failed('2', '9'), FAILURE],
    ['that names an empty text', failed(''), FAILURE],
    ['that names null', failed(null), FAILURE],
    ['with another member', { batchItemFailures: [{ id: '2' }] }, FAILURE],
    ['that holds null', { batchItemFailures: [null] }, FAILURE],
    ['with what is no list', { batchItemFailures: 'all' }, FAILURE],
  ])('%s', (_what, answer, outcome) => {
    expect(outcomeOf(JSON.stringify(answer), batch)).toEqual(outcome);
  });

  test('that is no JSON fails the batch', () => {
    expect(outcomeOf('made', batch)).toEqual(FAILURE);
  });
});
