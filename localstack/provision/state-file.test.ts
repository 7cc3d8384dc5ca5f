import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readState, writeState } from './state-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'state-'));
const file = join(directory, 'provisioned.json');
const place = { stack: 's', address: 'aws_sqs_queue.q', type: 'aws_sqs_queue', id: 'q' };

afterAll(() => rmSync(directory, { recursive: true }));

it('reads what was written', async () => {
  const records = [{ ...place, arguments: { name: 'q' } }];
  await writeState(file, records);
  expect(await readState(file)).toEqual(records);
});

it('reads what version 1 wrote', async () => {
  writeFileSync(file, JSON.stringify({ version: 1, records: [{ ...place, given: { name: 'q' } }] }));
  expect(await readState(file)).toEqual([{ ...place, arguments: { name: 'q' } }]);
});

it('refuses what a later version wrote', async () => {
  writeFileSync(file, JSON.stringify({ version: 3, records: [] }));
  await expect(readState(file)).rejects.toMatchObject({ code: 'UnreadableState' });
});
