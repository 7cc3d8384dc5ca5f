import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { itemJson } from './attribute-json.ts';

// `marshall` loses an attribute of that name.
const name = fc.string().filter((text) => text !== '__proto__');
const { tie: value } = fc.letrec((tie) => ({
  tie: fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uniqueArray(fc.string(), { minLength: 1 }).map((members) => new Set(members)),
    fc.array(tie('tie'), { maxLength: 4 }),
    fc.dictionary(name, tie('tie'), { maxKeys: 4 }),
  ),
}));

it('writes an item as the SDK would', () => {
  fc.assert(
    fc.property(fc.dictionary(name, value), (item) => {
      expect(itemJson(item)).toBe(JSON.stringify(marshall(item)));
    }),
  );
});

it('refuses what no item can hold', () => {
  expect(() => itemJson({ at: undefined })).toThrow("A dataset's item cannot hold undefined.");
});
