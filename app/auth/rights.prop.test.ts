import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from './actor.ts';
import { mayManage, maySee, queuesOf } from './permissions.ts';

const someRoles = fc.subarray([...roles]);
const me = 'me';

describe('the queues whose expenses a person may decide', () => {
  it.each([
    [[], []],
    [['employee'], []],
    [['manager'], ['USER#me']],
    [['finance'], ['USER#me', 'ROLE#finance']],
    [['admin'], ['ROLE#finance', 'ROLE#admin']],
    [
      ['manager', 'admin'],
      ['USER#me', 'ROLE#finance', 'ROLE#admin'],
    ],
  ] as const)('of %j are %j', (own, queues) => {
    expect(queuesOf({ id: me, roles: own })).toEqual(queues);
  });

  it('grow with each role, and never hold that of another person', () => {
    fc.assert(
      fc.property(someRoles, someRoles, (some, more) => {
        const queues = queuesOf({ id: me, roles: some });
        expect(queuesOf({ id: me, roles: [...some, ...more] })).toEqual(expect.arrayContaining(queues));
        expect(queues.filter((queue) => queue.startsWith('USER#') && queue !== 'USER#me')).toEqual([]);
      }),
    );
  });
});

describe("somebody else's expense", () => {
  it.each([
    [[], ['USER#me'], false],
    [['employee'], ['USER#me'], false],
    [['manager'], ['USER#me'], true],
    [['manager'], ['USER#another', 'USER#me'], true],
    [['manager'], ['USER#another', 'ROLE#finance'], false],
    [['manager'], [], false],
    [['finance'], [], true],
    [['admin'], [], true],
  ] as const)('may be seen by %j, after it waited in %j: %s', (own, waitedFor, seen) => {
    expect(maySee({ id: me, roles: own }, { waitedFor })).toBe(seen);
  });

  it.each([
    [['manager'], 'me', true],
    [['manager'], 'another', false],
    [['manager'], undefined, false],
    [['employee', 'finance', 'admin'], 'me', false],
  ] as const)('may be seen by %j because its owner reports to %s: %s', (own, managerId, seen) => {
    expect(mayManage({ id: me, roles: own }, managerId)).toBe(seen);
  });
});
