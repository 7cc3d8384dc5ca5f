import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newUser } from '../users/user.ts';
import { type Actor, roles } from './actor.ts';
import { mayManage, maySee, queuesOf } from './permissions.ts';
import { beside, createStanding } from './standing.ts';

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

describe('where a caller stands now', () => {
  const at = '2026-03-05T10:00:00.000Z';
  const user = newUser({
    id: me,
    username: 'ann',
    email: 'ann@example.com',
    name: 'Ann',
    roles: ['manager'],
    at,
  });
  const actor: Actor = { id: me, username: 'ann', claimedRoles: [...roles] };
  const standing = (known: typeof user | undefined) =>
    createStanding({ users: { load: async (id) => (id === me ? known : undefined) } });

  it('is by their own item, whatever the token claims', async () => {
    const { active, withRole } = standing(user);
    expect(await active(actor)).toBe(user);
    expect(await withRole(actor, 'manager')).toBe(user);
    await expect(withRole(actor, 'admin')).rejects.toMatchObject({
      code: 'auth.role-required',
      message: 'This needs the role admin',
    });
  });

  it.each([
    [undefined, 'The caller has no profile; GET /me makes that of a person whom the user pool knows'],
    [{ ...user, deactivatedAt: at }, 'The caller was deactivated'],
  ])('is nowhere where %j is known', async (known, message) => {
    const { active, withRole } = standing(known);
    await expect(active(actor)).rejects.toMatchObject({ code: 'auth.not-active', message });
    await expect(withRole(actor, 'manager')).rejects.toMatchObject({ code: 'auth.not-active', message });
  });
});

describe('a right that is waited for beside what is read', () => {
  const missing = new Error('no right');
  const unread = new Error('not read');

  it('comes with it', async () => {
    expect(await beside(Promise.resolve('right'), Promise.resolve('read'))).toEqual(['right', 'read']);
  });

  it('is what is missing, whatever became of the reading and when', async () => {
    for (const read of [Promise.resolve('read'), Promise.reject(unread), new Promise(() => {})]) {
      await expect(beside(Promise.reject(missing), read)).rejects.toBe(missing);
    }
    await expect(beside(Promise.resolve('right'), Promise.reject(unread))).rejects.toBe(unread);
  });

  it('is asked for in peace: nobody hears of a reading that fails while it is waited for', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const right = Promise.withResolvers<string>();
    const both = beside(right.promise, Promise.reject(unread));
    await new Promise((turn) => setImmediate(turn));
    right.resolve('right');
    await expect(both).rejects.toBe(unread);
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
