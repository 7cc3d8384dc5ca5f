import { afterEach, expect, it } from 'vitest';
import { startStackProcess } from '../../localstack/stack/stack-process.ts';

const before = { ...process.env };
afterEach(() => {
  for (const name of ['STAGE', 'LOG_LEVEL']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

it('a stack that cannot start ends its process and says why', async () => {
  process.env.STAGE = 'Not a stage!';
  await expect(startStackProcess()).rejects.toThrow(/STAGE/);
});

it('says so once: not among its progress too', async () => {
  process.env.STAGE = 'Not a stage!';
  process.env.LOG_LEVEL = 'LOUD';
  const log: string[] = [];
  const failure = await startStackProcess({ log: (line) => log.push(line) }).catch((error: Error) => error);
  expect(failure).toMatchObject({
    message: expect.stringMatching(/^STAGE is "Not a stage!"; .+\.\nLOG_LEVEL is "LOUD"; .+\.$/),
  });
  expect(log.filter((line) => !/^ *\d+ ms {2}/.test(line))).toEqual([]);
});
