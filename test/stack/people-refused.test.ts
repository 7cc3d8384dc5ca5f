import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readState } from '../../localstack/provision/state-file.ts';
import { stackPeople, startStack } from '../../localstack/stack/stack.ts';
import { synthesize } from '../infra/synthesized.ts';

interface HttpFunction {
  readonly function_name: string;
  readonly environment: { readonly variables: Record<string, string> };
}

it('a start says in one sentence that the product does not let people in', async () => {
  using synthesis = await synthesize();
  const file = join(synthesis.folder, 'stacks', 'api-dev', 'cdk.tf.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as {
    resource: { aws_lambda_function: Record<string, HttpFunction> };
  };
  const functions = Object.values(content.resource.aws_lambda_function);
  const http = functions.find(({ function_name }) => function_name.endsWith('-http'));
  if (http) http.environment.variables.EXPENSES_TABLE = 'no-such-table';
  writeFileSync(file, JSON.stringify(content));
  const starting = startStack({ directory: synthesis.folder, synthesize: false, people: stackPeople });
  await expect(starting).rejects.toMatchObject({
    code: 'PeopleNotMade',
    message: expect.stringMatching(/^employee@example\.com is not let in: GET \/me answered 500: .+$/),
  });
}, 60_000);

it('a start provisions to its end, and remembers it all, when people are refused before that', async () => {
  using synthesis = await synthesize();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'data-'));
  const one = { email: 'one@example.com', name: 'One', password: 'short', roles: [] };
  const options = { directory: synthesis.folder, synthesize: false, dataDirectory };
  await expect(startStack({ ...options, people: { one } })).rejects.toThrow(/InvalidPasswordException/);
  const records = await readState(join(dataDirectory, 'provisioned.json'));
  const remembered = new Set(records?.map(({ stack }) => stack));
  expect(remembered).toContain('api-dev');
  expect(remembered).toContain('monitoring-dev');
}, 60_000);
