import { afterEach, expect, it } from 'vitest';
import { startStackProcess } from '../../localstack/stack-process.ts';

const { STAGE } = process.env;
afterEach(() => {
  if (STAGE === undefined) delete process.env.STAGE;
  else process.env.STAGE = STAGE;
});

it('a stack that cannot start ends its process and says why', async () => {
  process.env.STAGE = 'Not a stage!';
  await expect(startStackProcess()).rejects.toThrow(/STAGE/);
});
