import { describe, expect, it } from 'vitest';
import { applyAttributeUpdates } from './attribute-updates.ts';

const old = { s: { S: 's' }, n: { N: '0.1' }, ss: { SS: ['a', 'b'] }, l: { L: [{ S: 'x' }] } };

describe('an update by AttributeUpdates', () => {
  it('puts, adds and deletes, and leaves the rest and the old item as they were', () => {
    const updates = {
      s: { Value: { N: '1' } },
      n: { Action: 'ADD', Value: { N: '0.2' } },
      ss: { Action: 'DELETE', Value: { SS: ['b', 'c'] } },
      l: { Action: 'ADD', Value: { L: [{ S: 'x' }] } },
      fresh: { Action: 'ADD', Value: { N: '5' } },
      gone: { Action: 'DELETE' },
    };
    const kept = structuredClone(old);
    expect(applyAttributeUpdates(updates, old)).toEqual({
      s: { N: '1' },
      n: { N: '0.3' },
      ss: { SS: ['a'] },
      l: { L: [{ S: 'x' }, { S: 'x' }] },
      fresh: { N: '5' },
    });
    expect(old).toEqual(kept);
  });

  it('leaves no empty set', () => {
    const updates = { ss: { Action: 'DELETE', Value: { SS: ['a', 'b'] } } };
    expect(applyAttributeUpdates(updates, old)).not.toHaveProperty('ss');
  });

  it('is refused for another type than the attribute has, and for an action that there is not', () => {
    expect(() => applyAttributeUpdates({ s: { Action: 'ADD', Value: { N: '1' } } }, old)).toThrow(
      'Type mismatch for attribute to update',
    );
    expect(() => applyAttributeUpdates({ s: { Action: 'DROP', Value: { S: 's' } } }, old)).toThrow(
      "Value 'DROP' at 'attributeUpdates.s.member.action'",
    );
  });
});
