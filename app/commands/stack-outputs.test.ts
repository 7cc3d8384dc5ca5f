import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOutputs } from './stack-outputs.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'outputs-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (text: string) => {
  const file = path.join(folder, 'outputs.json');
  await writeFile(file, text);
  return readOutputs(file);
};

it.each([
  ['plain', { user_pool_id: 'p', table_name: 't' }],
  [
    "Terraform's own",
    { user_pool_id: { value: 'p', type: 'string' }, table_name: { value: 't', type: 'string' } },
  ],
  ['grouped by stack', { identity: { user_pool_id: 'p' }, data: { table_name: { value: 't' } } }],
])('reads outputs that are %s', async (_form, outputs) => {
  expect(await read(JSON.stringify(outputs))).toEqual({ user_pool_id: 'p', table_name: 't' });
});

it('says which file is no JSON, or is not there', async () => {
  await expect(read('{')).rejects.toThrow('outputs.json is no JSON file of outputs');
  await expect(readOutputs('missing.json')).rejects.toThrow('missing.json');
});
