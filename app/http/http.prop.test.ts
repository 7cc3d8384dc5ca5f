import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, idFromKey } from '../persistence/idempotency.ts';
import { etagOf, ifMatchAllows } from './etag.ts';

describe('entity tags', () => {
  it('match by the strong comparison', () => {
    expect(ifMatchAllows(etagOf(3), 3)).toBe(true);
    expect(ifMatchAllows('"1", "3"', 3)).toBe(true);
    expect(ifMatchAllows('*', 3)).toBe(true);
    for (const header of ['W/"3"', '3', '"33"', '""', '"3', '"4"'])
      expect(ifMatchAllows(header, 3)).toBe(false);
  });
});

describe('idempotency', () => {
  it('the id depends on the caller and the key, and is a UUID of version 8', () => {
    const id = idFromKey('ann', 'key');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(idFromKey('ann', 'key')).toBe(id);
    expect(new Set([id, idFromKey('ann', 'key2'), idFromKey('bob', 'key')]).size).toBe(3);
  });

  it('the hash of a body does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const reversed = Object.fromEntries(Object.entries(body).reverse());
        expect(hashOf(reversed)).toBe(hashOf(body));
      }),
    );
  });
});
