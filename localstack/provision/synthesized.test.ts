import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSynthesized } from './synthesized.ts';

let folder: string;

afterEach(() => vi.unstubAllEnvs());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'definition-'));
});

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const queue = (name: string) => ({ resource: { aws_sqs_queue: { [name]: { name } } } });

describe('a folder of stacks', () => {
  it('is what CDKTF wrote: the stacks of its manifest', async () => {
    const stack = (name: string, dependencies: string[]) => ({
      dependencies,
      workingDirectory: `stacks/${name}`,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    });
    write({
      'manifest.json': { stacks: { data: stack('data', []), api: stack('api', ['data']) } },
      'stacks/data/cdk.tf.json': queue('a'),
      'stacks/api/cdk.tf.json': queue('b'),
    });
    expect(await readSynthesized(folder)).toMatchObject([
      { name: 'data', dependencies: [], directory: join(folder, 'stacks/data') },
      { name: 'api', dependencies: ['data'] },
    ]);
  });

  it('is one stack, called as the folder is, where it has files *.tf.json', async () => {
    write({
      'main.tf.json': { terraform: { required_version: '>= 1.5' }, ...queue('a') },
      'outputs.tf.json': { ...queue('b'), output: { url: { value: 'u' } } },
      'notes.json': 'no definition',
    });
    expect(await readSynthesized(folder)).toMatchObject([
      {
        name: basename(folder),
        directory: folder,
        resources: { aws_sqs_queue: { a: { name: 'a' }, b: { name: 'b' } } },
        outputs: { url: { value: 'u' } },
      },
    ]);
  });

  it('has the stacks of the folders below stacks/ where it has no manifest', async () => {
    write({ 'stacks/b/cdk.tf.json': queue('b'), 'stacks/a/cdk.tf.json': queue('a') });
    expect((await readSynthesized(folder)).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('may have its sections and blocks in lists, as Terraform allows', async () => {
    write({
      'main.tf.json': { resource: [queue('a').resource, { aws_sqs_queue: [{ b: [{ name: 'b' }] }] }] },
    });
    const [stack] = await readSynthesized(folder);
    expect(stack?.resources).toEqual({ aws_sqs_queue: { a: { name: 'a' }, b: { name: 'b' } } });
  });

  it('has the values of its variables: those of the environment, or else their defaults', async () => {
    const variables = { a: { type: 'string', sensitive: true }, b: { default: 'two' } };
    write({ 'main.tf.json': { variable: variables } });
    vi.stubEnv('TF_VAR_a', 'one');
    const [stack] = await readSynthesized(folder);
    expect(stack?.variables).toEqual({ a: 'one', b: 'two' });
  });

  it.each([
    ['has neither', {}, /there are no stacks in .*; synthesize them first$/],
    ['has a module in HCL', { 'main.tf': '', 'more.tf.json': {} }, /main\.tf is written in HCL/],
    ['has what is no JSON', { 'main.tf.json': '{' }, /main\.tf\.json is not JSON/],
    [
      'has a number that would lose digits',
      { 'main.tf.json': '{"output":{"n":{"value":12345678901234567891}}}' },
      /main\.tf\.json cannot be read: 12345678901234567891 has more digits than a number holds here: make it a string$/,
    ],
    [
      'defines a thing twice',
      { 'a.tf.json': queue('q'), 'b.tf.json': queue('q') },
      /aws_sqs_queue\.q is defined twice/,
    ],
    [
      'has a variable without a value',
      { 'main.tf.json': { variable: { c: {} } } },
      /it has no value: set TF_VAR_c/,
    ],
    ['has modules', { 'main.tf.json': { module: {} } }, /the section "module" is not supported/],
  ])('is refused where it %s', async (_, files, reason) => {
    write(files);
    await expect(readSynthesized(folder)).rejects.toThrow(reason);
  });
});
