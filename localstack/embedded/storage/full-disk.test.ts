import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedAws } from '../index.ts';

const embedded = join(import.meta.dirname, '..', 'index.ts');

/** Puts items until one is refused, says what came of it, and is gone without closing anything. */
const program = `
  import { createEmbeddedAws } from ${JSON.stringify(embedded)};
  const [dataDirectory] = process.argv.slice(1);
  const { context } = await createEmbeddedAws({ services: ['dynamodb'], dataDirectory });
  const call = (operation, input) => context.call('dynamodb', operation, { TableName: 'notes', ...input }, context.root);
  await call('CreateTable', {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  const put = (pk) => call('PutItem', { Item: { pk: { S: pk }, text: { S: 'x'.repeat(1000) } } });
  let kept = 0;
  const refusals = [];
  while (refusals.length < 3) {
    await put(String(kept)).then(() => kept++, ({ name, status, message }) => refusals.push({ name, status, message }));
  }
  const { Count } = await call('Scan', { Select: 'COUNT' });
  console.log(JSON.stringify({ kept, refusals, Count }));
  process.kill(process.pid, 'SIGKILL');`;

/** The system's own limit to the size of files, as a full disk: it takes a part of what is written, and no more. */
const limited = `trap '' XFSZ; ulimit -f 64; exec "$@"`;

describe.skipIf(process.platform === 'win32')('a disk that is full', () => {
  let dataDirectory: string;
  let outcome: { kept: number; refusals: unknown[]; Count: number };
  let stderr: string;

  beforeAll(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'full-disk-'));
    const node = [process.execPath, '--input-type=module', '--eval', program, dataDirectory];
    const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
    // It ends by a signal of its own.
    const ended = (await promisify(execFile)('sh', ['-c', limited, 'sh', ...node], { env }).catch(
      (error: unknown) => error,
    )) as { stdout: string; stderr: string };
    stderr = ended.stderr;
    outcome = JSON.parse(ended.stdout);
  });
  afterAll(() => rmSync(dataDirectory, { recursive: true }));

  it('refuses each write that does not fit, with the reason', () => {
    const refusal = {
      name: 'InternalFailure',
      status: 500,
      message: `The change was refused: ${dataDirectory}/state.journal cannot be written, the file may not become larger (EFBIG).`,
    };
    expect(outcome.refusals).toEqual([refusal, refusal, refusal]);
  });

  it('is logged in one sentence, once', () => {
    expect(stderr).toBe(
      `${dataDirectory}/state.journal cannot be written: the file may not become larger (EFBIG). Changes are refused until it can be; what was kept before is still there.\n`,
    );
  });

  it('loses nothing that was answered, and keeps nothing that was refused', async () => {
    expect(outcome.kept).toBeGreaterThan(5);
    expect(outcome.Count).toBe(outcome.kept);
    await using aws = await createEmbeddedAws({ services: ['dynamodb'], dataDirectory });
    const { context } = aws;
    const scan = { TableName: 'notes', Select: 'COUNT' };
    expect(await context.call('dynamodb', 'Scan', scan, context.root)).toMatchObject({ Count: outcome.kept });
  });
});
