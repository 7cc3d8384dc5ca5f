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
  ])('reads the groups %j', (groups, roles) => {
    const actor = actorFromClaims({ ...claims, 'cognito:groups': groups });
    expect(actor).toEqual({ id: 'a1', username: 'ann', claimedRoles: roles });
  });

  it.each([
    ['no claims', undefined],
    ['no subject', { token_use: 'access' }],
    ['an empty subject', { ...claims, sub: '' }],
    ['an ID token', { ...claims, token_use: 'id' }],
  ])('knows nobody by %s', (_what, given) => {
    expect(actorFromClaims(given)).toBeUndefined();
  });
});
