import { describe, expect, it } from 'vitest';
import { type AnsweredItem, findAnswered, keyedRequest, withAnswered } from './idempotency.ts';

const route = 'POST /expenses/:id/submit';
const first = new Date('2026-03-05T10:00:00.000Z');
const later = (milliseconds: number) => new Date(first.getTime() + milliseconds);
const day = 24 * 60 * 60 * 1000;
const request = keyedRequest('ann', route, 'key', { comment: 'Fine' });

const bare: AnsweredItem & { id: string } = { id: 'e1' };

describe('a thing that remembers requests', () => {
  it('knows a request again for 24 hours', () => {
    const thing = withAnswered(bare, request, first, 'r1');
    expect(findAnswered(thing, request, later(day - 1))).toMatchObject({ made: 'r1' });
    expect(findAnswered(thing, request, later(day))).toBeUndefined();
  });

  it.each([
    ['another person', keyedRequest('bob', route, 'key', { comment: 'Fine' })],
    ['another route', keyedRequest('ann', 'POST /expenses/:id/recall', 'key', { comment: 'Fine' })],
    ['another key', keyedRequest('ann', route, 'key2', { comment: 'Fine' })],
    ['no key', undefined],
  ])('knows nothing of a request with %s', (_what, other) => {
    expect(findAnswered(withAnswered(bare, request, first), other, first)).toBeUndefined();
  });

  it('refuses the key with another body', () => {
    const other = keyedRequest('ann', route, 'key', { comment: 'Good' });
    expect(() => findAnswered(withAnswered(bare, request, first), other, first)).toThrow(
      'The Idempotency-Key was used with another body',
    );
  });

  it('forgets with the next write what is over, also when that has no key', () => {
    const thing = withAnswered(bare, request, first);
    expect(withAnswered(thing, undefined, later(day - 1))).toEqual(thing);
    expect(withAnswered(thing, undefined, later(day))).toEqual(bare);
  });

  it('keeps hashes only', () => {
    const kept = JSON.stringify(withAnswered(bare, request, first));
    for (const word of ['ann', 'key"', 'submit', 'Fine', 'comment'])
      expect(kept.replace('"key"', '')).not.toContain(word);
  });
});
