import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StackProcess, startStackProcess } from '../../localstack/stack/stack-process.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Runs `npm run token`'s program. */
async function token(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, AWS_ENDPOINT_URL: '' };
  const run = promisify(execFile)(process.execPath, ['localstack/stack/people/token.ts', ...args], {
    cwd: ROOT,
    env,
  });
  const { stdout, stderr } = await run.catch((error) => error);
  return { stdout, stderr };
}

const refused = (stderr: string) => ({ stdout: '', stderr: `${stderr}\n` });

describe('of a stack that runs, with people of its own', () => {
  let stack: StackProcess<'boss'>;
  let port: string;
  const boss = { email: 'boss@example.com', name: 'Boss', password: 'For-this-test-1', roles: ['employee'] };

  beforeAll(async () => {
    stack = await startStackProcess({ people: { boss } });
    ({ port } = new URL(stack.endpoint));
  }, 240_000);

  afterAll(() => stack?.stop());

  it('a token is printed, and nothing else, which the product takes', async () => {
    const { stdout, stderr } = await token(boss.email, '--port', port, '--password', boss.password);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ey\S+\n$/);
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    const me = await fetch(`${stack.outputs.api_url}/me`, { headers });
    expect(await me.json()).toMatchObject({ email: boss.email });
  });

  it.each([
    [
      'another password',
      [boss.email],
      `${boss.email} has another password on ENDPOINT, or may not sign in: Incorrect username or password.`,
    ],
    ['nobody whom it knows', ['employee'], 'The stack on ENDPOINT knows no employee@example.com.'],
  ])('is refused to %s', async (_, args, message) => {
    expect(await token(...args, '--port', port)).toEqual(
      refused(message.replace('ENDPOINT', stack.endpoint)),
    );
  });
});

it.each([
  [[], 'Whose token? For example: npm run token -- manager'],
  [['employee', 'manager'], 'Whose token? For example: npm run token -- manager'],
  [
    ['managr'],
    'There is no managr; did you mean manager? A local stack has employee, manager, admin; others have an e-mail address.',
  ],
  [['bob'], 'There is no bob. A local stack has employee, manager, admin; others have an e-mail address.'],
  [['admin', '--prot', '1'], 'There is no option --prot; did you mean --port? (see npm run token -- --help)'],
  [['admin', '--port', '99999'], '--port 99999 is not a port: it must be a whole number from 0 to 65535.'],
])('refuses %j', async (args, message) => {
  expect(await token(...args)).toEqual(refused(message));
});

it('says where no stack runs, and what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(await token('admin', '--port', String(port))).toEqual(
    refused(
      `No local stack runs on http://127.0.0.1:${port}. Start one with npm start, or say where it is: npm run token -- NAME --port PORT`,
    ),
  );
});

it('says that what listens is no local stack', async () => {
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { stdout, stderr } = await token('admin', '--port', String(port));
  server.close();
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    new RegExp(`^What listens on http://127\\.0\\.0\\.1:${port} does not sign anybody in: .+\n$`),
  );
});
