import { beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { approve, aWaiting, hasStatus } from './support/expenses.ts';
import {
  anEmail,
  aPerson,
  aTeam,
  cognito,
  PASSWORD,
  type Person,
  type Profile,
  setManager,
  signIn,
  type Team,
} from './support/people.ts';
import { target } from './support/target.ts';
import { userCommand } from './support/user-command.ts';

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

const change = (id: string, body: object) => as(team.admin).patch<Profile>(`/users/${id}`, body);

/** The groups that a person is in, which is what their next token carries. */
async function groupsOf(email: string): Promise<string[]> {
  const user = { UserPoolId: target.userPoolId, Username: email };
  const { Groups = [] } = await cognito.adminListGroupsForUser(user);
  return Groups.map(({ GroupName = '' }) => GroupName).sort();
}

describe('GET /me', () => {
  it('is the profile of the caller', async () => {
    expect(expectStatus(await as(team.employee).get<Profile>('/me'), 200)).toEqual({
      id: team.employee.id,
      email: team.employee.email,
      name: 'Some One',
      roles: ['employee'],
      managerId: team.manager.id,
      active: true,
    });
  });
});

describe('GET /users', () => {
  it('shows an admin everyone once, by email, page by page', async () => {
    const found: Profile[] = [];
    let cursor = '';
    do {
      const answer = await as(team.admin).get<{ users: Profile[]; next?: string }>(
        `/users?limit=40${cursor}`,
      );
      const { users, next } = expectStatus(answer, 200);
      found.push(...users);
      cursor = next === undefined ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    const emails = found.map(({ email }) => email);
    expect(emails).toEqual([...new Set(emails)].sort());
    for (const { email } of Object.values<Person>({ ...team })) expect(emails).toContain(email);
  });

  it.each(['limit=0', 'limit=101', 'role=admin'])('refuses %s', async (query) => {
    expectProblem(await as(team.admin).get(`/users?${query}`), 400, 'request.invalid');
  });

  it('refuses a cursor that it did not give', async () => {
    expectProblem(await as(team.admin).get('/users?cursor=abc'), 400, 'request.cursor');
  });
});

describe('PATCH /users/{id}', () => {
  it('gives roles, in the user pool too', async () => {
    const person = await aPerson();
    const profile = expectStatus(await change(person.id, { roles: ['manager', 'finance'] }), 200);
    expect(profile.roles).toEqual(['employee', 'manager', 'finance']);
    expect(await groupsOf(person.email)).toEqual(['employee', 'finance', 'manager']);
  });

  it('takes roles away, in the user pool too', async () => {
    const person = await aPerson('finance', 'admin');
    expect(expectStatus(await change(person.id, { roles: [] }), 200).roles).toEqual(['employee']);
    expect(await groupsOf(person.email)).toEqual(['employee']);
  });

  it('makes a role count at once, whatever the token says', async () => {
    const person = await aPerson();
    expectProblem(await as(person).get('/users'), 403, 'auth.role-required');
    expectStatus(await change(person.id, { roles: ['admin'] }), 200);
    expectStatus(await as(person).get('/users'), 200);
  });

  it('says whom a person reports to, from the next expense on', async () => {
    const [person, boss] = await Promise.all([aPerson(), aPerson('manager')]);
    expect(expectStatus(await change(person.id, { managerId: boss.id }), 200).managerId).toBe(boss.id);
    const { id } = await aWaiting(person);
    expectStatus(await approve(boss, id), 200);
    await hasStatus(person, id, 'approved');
  });

  it('takes the manager away', async () => {
    const person = await aPerson();
    await setManager(team.admin, person, team.manager.id);
    expect(expectStatus(await change(person.id, { managerId: null }), 200).managerId).toBeNull();
  });

  it('refuses a loop of managers', async () => {
    const [low, middle, high] = await Promise.all([aPerson(), aPerson('manager'), aPerson('manager')]);
    await setManager(team.admin, low, middle.id);
    await setManager(team.admin, middle, high.id);
    const answer = await change(high.id, { managerId: low.id });
    expect(expectProblem(answer, 400, 'user.manager-invalid').errors?.[0]?.pointer).toBe('/managerId');
  });

  it.each([
    ['the person themselves', () => team.employee.id],
    ['nobody that is known', () => '00000000-0000-4000-8000-000000000000'],
  ])('refuses %s as a manager', async (_who, managerId) => {
    expectProblem(await change(team.employee.id, { managerId: managerId() }), 400, 'user.manager-invalid');
  });

  it.each([
    [{}, ['']],
    [{ roles: ['king'] }, ['/roles/0']],
    [{ managerId: 'me', email: 'x@example.com' }, ['/email', '/managerId']],
  ])('refuses the change %j', async (body, pointers) => {
    const { errors } = expectProblem(await change(team.employee.id, body), 400, 'request.invalid');
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
  });

  it('does not know who is not there', async () => {
    expectProblem(await change('nobody', { managerId: null }), 404, 'user.not-found');
  });

  it('keeps an admin from locking themselves out', async () => {
    expectProblem(await change(team.admin.id, { roles: [] }), 409, 'user.own-admin-role');
  });
});

describe('npm run user -- add', () => {
  const add = (email: string, ...more: string[]) =>
    userCommand<Profile & { password?: string }>('add', '--email', email, '--name', 'First Admin', ...more);

  it('makes an admin who can administer at once', async () => {
    const email = anEmail('first-admin');
    const made = await add(email, '--roles', 'admin', '--password', PASSWORD);
    expect(made).toMatchObject({ email, roles: ['employee', 'admin'], managerId: null });
    expectStatus(await as(await signIn(email)).get('/users'), 200);
  });

  it('changes who is there already', async () => {
    const person = await aPerson();
    const changed = await add(person.email, '--roles', 'finance', '--manager', team.manager.email);
    expect(changed).toMatchObject({
      id: person.id,
      roles: ['employee', 'finance'],
      managerId: team.manager.id,
    });
    expect(await groupsOf(person.email)).toEqual(['employee', 'finance']);
    expect(expectStatus(await as(person).get<Profile>('/me'), 200).name).toBe('First Admin');
  });
});
