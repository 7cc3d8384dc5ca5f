import { describe, expect, it } from 'vitest';
import { actorFromClaims } from './actor.ts';

const claims = { sub: 'a1', token_use: 'access', username: 'ann' };

describe('actorFromClaims', () => {
  it.each([
    ['[employee manager]', ['employee', 'manager']],
    ['[finance]', ['employee', 'finance']],
    ['[]', ['employee']],
    [undefined, ['employee']],
    [
      ['manager', 'admin'],
      ['employee', 'manager', 'admin'],
    ],
    ['[manager, finance]', ['employee', 'manager', 'finance']],
    ['[superadmin administrators]', ['employee']],
    ['[admin[ [admin fin]ance]', ['employee']],
    ['finance,, manager', ['employee', 'manager', 'finance']],
    [
      [7, 'admin'],
      ['employee', 'admin'],
    ],
    [7, ['employee']],
    [{ admin: true }, ['employee']],
  ])('reads the groups %j', (groups, roles) => {
    const actor = actorFromClaims({ ...claims, 'cognito:groups': groups });
    expect(actor).toEqual({ id: 'a1', username: 'ann', claimedRoles: roles });
  });

  it.each([
    ['no claims', undefined],
    ['no subject', { token_use: 'access' }],
    ['an empty subject', { ...claims, sub: '' }],
    ['a subject that is no text', { ...claims, sub: 7 }],
    ['a token of no use', { sub: 'a1' }],
    ['an ID token', { ...claims, token_use: 'id' }],
  ])('knows nobody by %s', (_what, given) => {
    expect(actorFromClaims(given)).toBeUndefined();
  });

  it.each([undefined, 7])('calls a person whose username is %j by their id', (username) => {
    expect(actorFromClaims({ ...claims, username })?.username).toBe('a1');
  });
});
