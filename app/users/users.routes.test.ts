import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, people, type TestApi } from '../testing/test-api.ts';
import { signUp } from './sign-up.ts';

let api: TestApi;
beforeEach(async () => {
  api = await createTestApi();
});

const patch = (id: string, body: unknown) => api.request(`PATCH /users/${id}`, { as: 'admin', body });

describe('GET /me', () => {
  it('is the profile of the caller', async () => {
    expect((await api.request('GET /me', { as: 'employee' })).json()).toEqual({
      id: people.employee,
      email: 'employee@example.com',
      name: 'employee',
      roles: ['employee'],
      managerId: people.manager,
      active: true,
    });
  });

  it('makes the profile of a person whom only the user pool knows', async () => {
    const claims = {
      sub: '00000000-0000-4000-8000-0000000000aa',
      token_use: 'access',
      username: 'pool-only',
    };
    const headers = { 'x-test-claims': JSON.stringify(claims) };
    expect((await api.request('GET /me', { headers })).json()).toMatchObject({
      email: 'pool@example.com',
      name: 'Pool Only',
      roles: ['employee', 'manager'],
      managerId: null,
    });
    expect(api.users.items.has(claims.sub)).toBe(true);
  });

  it('answers 404 when nobody knows the person', async () => {
    const headers = { 'x-test-claims': JSON.stringify({ sub: 'x', token_use: 'access' }) };
    const response = await api.request('GET /me', { headers });
    expect([response.statusCode, response.json().code]).toEqual([404, 'user.not-found']);
  });
});

describe('GET /users', () => {
  it('lists everyone by email, page by page', async () => {
    const emails: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const query = `limit=3${next && `&cursor=${next}`}`;
      const page: { users: { email: string }[]; next?: string } = (
        await api.request(`GET /users?${query}`, { as: 'admin' })
      ).json();
      emails.push(...page.users.map(({ email }) => email));
      next = page.next;
    }
    expect(emails).toHaveLength(7);
    expect(emails).toEqual([...emails].sort());
  });
});

describe('PATCH /users/{id}', () => {
  it('sets roles here and in the user pool; everyone stays an employee', async () => {
    const response = await patch(people.employee, { roles: ['manager', 'finance'] });
    expect(response.json().roles).toEqual(['employee', 'manager', 'finance']);
    expect(api.calls).toEqual(['roles of employee: employee,manager,finance']);
  });

  it('sets and takes away the manager', async () => {
    expect((await patch(people.stranger, { managerId: people.director })).json().managerId).toBe(
      people.director,
    );
    expect((await patch(people.stranger, { managerId: null })).json().managerId).toBeNull();
    expect(api.calls).toEqual([]);
  });

  it.each([
    ['the person themselves', people.manager, people.manager],
    ['a nobody', people.manager, '00000000-0000-4000-8000-0000000000ff'],
    ['someone who reports to them', people.director, people.employee],
  ])('refuses %s as the manager', async (_who, id, managerId) => {
    const response = await patch(id, { managerId });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'user.manager-invalid',
      errors: [{ pointer: '/managerId' }],
    });
  });

  it('keeps an admin an admin', async () => {
    const response = await patch(people.admin, { roles: ['employee'] });
    expect([response.statusCode, response.json().code]).toEqual([409, 'user.own-admin-role']);
  });

  it('refuses unknown roles and unknown people', async () => {
    expect((await patch(people.employee, { roles: ['king'] })).json().errors[0].pointer).toBe('/roles/0');
    expect((await patch('nobody', { managerId: null })).json().code).toBe('user.not-found');
  });
});

describe('sign-up', () => {
  const event = {
    userPoolId: 'pool',
    userName: 'newcomer',
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    request: { userAttributes: { sub: 'n1', email: 'New@Example.com', name: 'New' } },
  };
  const calls: string[] = [];
  const run = (given: typeof event) =>
    signUp(given, {
      users: api.users,
      directory: { addRole: async (username, role) => void calls.push(`${username} ${role}`) },
      now: () => api.clock.now,
    });

  it('gives a person a profile and the role employee', async () => {
    await run(event);
    expect(api.users.items.get('n1')).toMatchObject({
      email: 'new@example.com',
      name: 'New',
      roles: ['employee'],
    });
    expect(calls).toEqual(['newcomer employee']);
  });

  it('changes nothing when the event comes again', async () => {
    await run(event);
    const known = api.users.items.get('n1');
    await run({ ...event, request: { userAttributes: { ...event.request.userAttributes, name: 'Other' } } });
    expect(api.users.items.get('n1')).toEqual(known);
  });

  it('does nothing for a confirmed new password', async () => {
    await run({ ...event, triggerSource: 'PostConfirmation_ConfirmForgotPassword' });
    expect(api.users.items.has('n1')).toBe(false);
  });
});
