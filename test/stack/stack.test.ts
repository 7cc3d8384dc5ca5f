import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type People,
  type Stack,
  type StackPerson,
  stackPeople,
  startStack,
  startStackProcess,
} from '../../localstack/stack/stack.ts';

const STARTING = 60_000;

/** Runs `npm start`'s program with standard input open, until it ends. */
async function up(...args: string[]): Promise<{ status: number | null; stderr: string }> {
  const child = spawn(process.execPath, ['localstack/stack/up.ts', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stderr };
}

describe('the local stack in this process', () => {
  let stack: Stack<StackPerson>;
  let people: People;
  const steps: string[] = [];

  beforeAll(async () => {
    stack = await startStack({ people: stackPeople, onStep: (step) => steps.push(step) });
    people = stack.people;
  }, STARTING);

  afterAll(() => stack?.stop());

  const get = async (path: string, accessToken?: string) => {
    const response = await fetch(`${stack.outputs.api_url}${path}`, {
      headers: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('tells of each part as it is done', () => {
    expect(steps.toSorted()).toEqual(['aws', 'people', 'provisioned', 'synthesized']);
  });

  it('has the outputs that the application and the load harness need', () => {
    expect(Object.keys(stack.outputs)).toEqual(
      expect.arrayContaining([
        'api_url',
        'bucket_name',
        'state_machine_arn',
        'table_name',
        'user_pool_client_id',
        'user_pool_id',
      ]),
    );
  });

  it('answers through the gateway', async () => {
    expect((await get('/health')).status).toBe(200);
    expect((await get('/me')).status).toBe(401);
  });

  it('knows the employee and their manager', async () => {
    const { body } = await get('/me', people.employee.accessToken);
    expect(body).toMatchObject({ email: 'employee@example.com', managerId: people.manager.id });
    const manager = await get('/me', people.manager.accessToken);
    expect(manager.body.roles).toEqual(expect.arrayContaining(['employee', 'manager']));
  });

  it('finds nothing to change in what it has just made', async () => {
    const { changes, unchanged } = await stack.provision();
    expect(changes).toEqual([]);
    expect(unchanged).toBeGreaterThan(100);
  });

  it('is gone once it is stopped, however often that is asked for', async () => {
    await Promise.all([stack.stop(), stack.stop()]);
    await stack.stop();
    await expect(fetch(`${stack.endpoint}/_testbed/health`)).rejects.toThrow('fetch failed');
  });
});

describe('the local stack in a process of its own', () => {
  it(
    'says where it is, and ends when it is stopped',
    async () => {
      await using stack = await startStackProcess();
      const health = await fetch(`${stack.outputs.api_url}/health`);
      expect(health.status).toBe(200);
      expect(stack.people.admin.accessToken).toMatch(/^ey/);
      await stack.stop();
      expect(() => process.kill(stack.processId, 0)).toThrow('ESRCH');
    },
    STARTING,
  );

  it(
    'makes those who are wanted in place of its own people',
    async () => {
      const password = 'For-this-test-1';
      const person = (name: string) => ({ email: `${name}@example.com`, name, password });
      await using stack = await startStackProcess({
        people: {
          boss: { ...person('boss'), roles: ['employee', 'manager', 'admin'] },
          clerk: { ...person('clerk'), roles: ['employee'], manager: 'boss' },
        },
      });
      const { boss, clerk } = stack.people;
      const get = async (path: string) =>
        (await fetch(`${stack.outputs.api_url}${path}`, {
          headers: { authorization: `Bearer ${boss.accessToken}` },
        }).then((response) => response.json())) as { users: { email: string; managerId: string | null }[] };
      const { users } = await get('/users');
      expect(users.map(({ email, managerId }) => ({ email, managerId }))).toEqual(
        expect.arrayContaining([
          { email: boss.email, managerId: null },
          { email: clerk.email, managerId: boss.id },
        ]),
      );
      expect(users).toHaveLength(2);
    },
    STARTING,
  );

  it.each([
    ['boss', ['employee', 'admin'], 'clerk@example.com shall report to boss, who is not wanted.'],
    [
      'clerk',
      ['employee'],
      'clerk@example.com shall report to clerk, which an admin has to say: none is wanted.',
    ],
  ])('refuses to have somebody report to %s among %j', async (manager, roles, message) => {
    const clerk = { email: 'clerk@example.com', name: 'Clerk', password: 'For-this-test-1', roles, manager };
    await expect(startStackProcess({ people: { clerk } })).rejects.toThrow(message);
  });

  it(
    'says in one sentence that its port is taken, and how to choose another',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const { status, stderr } = await up('--port', String(port));
      server.close();
      expect(status).toBe(1);
      expect(stderr.trim()).toBe(
        `Port ${port} on 127.0.0.1 is in use: something else listens there. For any free one: npm start -- --port 0`,
      );
    },
    STARTING,
  );

  it.each([
    [['--port', 'x'], '--port x is not a port: it must be a whole number from 0 to 65535.'],
    [['--wat'], 'There is no option --wat (see npm start -- --help)\n'],
    [['--prot', '0'], 'There is no option --prot; did you mean --port? (see npm start -- --help)\n'],
    [['--port'], "Option '--port <value>' argument missing (see npm start -- --help)\n"],
    [['dev'], "Unexpected argument 'dev'"],
    [['--people', '{}'], '--people is for programs: it goes with --json.'],
    [['--json', '--people', 'Ada'], '--people is not JSON: '],
    [['--json', '--people', 'null'], '--people is no JSON object.'],
  ])('refuses %j', async (args, message) => {
    expect(await up(...args)).toEqual({ status: 1, stderr: expect.stringContaining(message) });
  });
});
