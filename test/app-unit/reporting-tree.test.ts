import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '../../app/errors/problems.ts';
import { createAuthorization } from '../../app/users/authorization.ts';
import { changedUser, newUser } from '../../app/users/user.ts';
import { createUserService, type UserService } from '../../app/users/users.service.ts';
import { createUserStore, type UserStore } from '../../app/users/users.store.ts';
import { createRandom } from '../../localstack/embedded/core/random.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

let aws: AppAws;
let users: UserStore;
let service: UserService;
const admin = { id: 'admin', username: 'admin', claimedRoles: [] } as const;

beforeAll(async () => {
  aws = await startAppAws();
  users = createUserStore(aws.table);
  service = serviceOver(users);
  await addPerson('admin', 'admin');
});
afterAll(() => aws[Symbol.asyncDispose]());

function serviceOver(store: UserStore): UserService {
  return createUserService({
    users: store,
    authorization: createAuthorization({ users: store }),
    directory: {
      setRoles: async () => {},
      addRole: async () => {},
      setActive: async () => {},
      find: async () => undefined,
    },
    handOver: async () => {},
    now: aws.now,
  });
}

async function addPerson(id: string, role: 'manager' | 'admin' = 'manager'): Promise<string> {
  const person = { id, username: id, email: `${id}@example.com`, name: id, roles: [role], at: '' } as const;
  await users.add(newUser(person));
  return id;
}

const managers = (count: number) =>
  Promise.all(Array.from({ length: count }, () => addPerson(uniqueName('m'))));

/** `done`, or the code of the problem. */
const assign = (id: string, managerId: string, by = service) =>
  by.change(admin, id, { managerId }).then(
    () => 'done',
    (error: unknown) => (error instanceof ProblemError ? error.code : String(error)),
  );

/** Whether the way up from somebody comes back to where it has been. */
async function isInCircle(id: string): Promise<boolean> {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined; at = (await users.load(at))?.managerId) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

describe('the reporting tree', () => {
  it("of two who are made each other's manager at once takes one, in many pairs at once", async () => {
    const pairs = await Promise.all(Array.from({ length: 12 }, () => managers(2)));
    const outcomes = await Promise.all(
      pairs.map(async ([one = '', two = '']) =>
        (await Promise.all([assign(one, two), assign(two, one)])).sort(),
      ),
    );
    expect(outcomes).toEqual(pairs.map(() => ['done', 'user.manager-invalid']));
    for (const [one = ''] of pairs) expect(await isInCircle(one)).toBe(false);
  });

  it('has no circle of any length, whatever is assigned at once', async () => {
    const random = createRandom('a company in motion');
    const people = await managers(8);
    const someone = () => people[Math.floor(random.number() * people.length)] ?? '';
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 10 }, () => assign(someone(), someone())));
      const circles = await Promise.all(people.map(isInCircle));
      expect(circles).not.toContain(true);
    }
  });

  it('is walked to its top, however high that is', async () => {
    const people = await managers(40);
    for (const [index, id] of people.entries()) {
      const above = people[index + 1];
      if (above) expect(await assign(id, above)).toBe('done');
    }
    expect(await assign(people.at(-1) ?? '', people[0] ?? '')).toBe('user.manager-invalid');
  });

  it('takes nobody as a manager who loses the role meanwhile', async () => {
    const [one = '', two = ''] = await managers(2);
    const late: UserStore = {
      ...users,
      async saveIfUnchanged(user, depends) {
        const manager = await users.load(two);
        if (user.id === one && manager?.roles.includes('manager')) {
          await users.save(changedUser(manager, { roles: [] }, aws.now().toISOString()));
        }
        return users.saveIfUnchanged(user, depends);
      },
    };
    expect(await assign(one, two, serviceOver(late))).toBe('user.manager-invalid');
    expect((await users.load(one))?.managerId).toBeUndefined();
  });

  it('takes nothing from an admin who is none any more meanwhile', async () => {
    const [one = '', two = ''] = await managers(2);
    const id = await addPerson(uniqueName('a'), 'admin');
    const late: UserStore = {
      ...users,
      async saveIfUnchanged(user, depends) {
        const former = await users.load(id);
        if (former?.roles.includes('admin')) {
          await users.save(changedUser(former, { roles: [] }, aws.now().toISOString()));
        }
        return users.saveIfUnchanged(user, depends);
      },
    };
    const change = serviceOver(late).change({ ...admin, id }, one, { managerId: two });
    await expect(change).rejects.toMatchObject({ code: 'auth.role-required' });
    expect((await users.load(one))?.managerId).toBeUndefined();
  });
});
