import { describe, expect, it } from 'vitest';
import { type Actor, roles } from '../auth/actor.ts';
import { authorizedRead, createAuthorization } from './authorization.ts';
import { newUser } from './user.ts';

const me = 'me';

describe('what a caller may do now', () => {
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
  const authorization = (known: typeof user | undefined) =>
    createAuthorization({ users: { load: async (id) => (id === me ? known : undefined) } });

  it('is decided by their own item, whatever the token claims', async () => {
    const { requireActive, requireRole } = authorization(user);
    expect(await requireActive(actor)).toBe(user);
    expect(await requireRole(actor, 'manager')).toBe(user);
    await expect(requireRole(actor, 'admin')).rejects.toMatchObject({
      code: 'auth.role-required',
      message: 'This needs the role admin',
    });
  });

  it.each([
    [undefined, 'The caller has no profile; GET /me makes that of a person whom the user pool knows'],
    [{ ...user, deactivatedAt: at }, 'The caller was deactivated'],
  ])('is nothing where %j is known', async (known, message) => {
    const { requireActive, requireRole } = authorization(known);
    await expect(requireActive(actor)).rejects.toMatchObject({ code: 'auth.not-active', message });
    await expect(requireRole(actor, 'manager')).rejects.toMatchObject({ code: 'auth.not-active', message });
  });
});

describe('a read beside an authorization check', () => {
  const missing = new Error('no right');
  const unread = new Error('not read');

  it('comes with it', async () => {
    expect(await authorizedRead(Promise.resolve('right'), Promise.resolve('read'))).toEqual([
      'right',
      'read',
    ]);
  });

  it('is what is missing, whatever became of the reading and when', async () => {
    for (const read of [Promise.resolve('read'), Promise.reject(unread), new Promise(() => {})]) {
      await expect(authorizedRead(Promise.reject(missing), read)).rejects.toBe(missing);
    }
    await expect(authorizedRead(Promise.resolve('right'), Promise.reject(unread))).rejects.toBe(unread);
  });

  it('is asked for in peace: nobody hears of a reading that fails while it is waited for', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const right = Promise.withResolvers<string>();
    const both = authorizedRead(right.promise, Promise.reject(unread));
    await new Promise((turn) => setImmediate(turn));
    right.resolve('right');
    await expect(both).rejects.toBe(unread);
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
