import { expect, test } from 'vitest';
import { ComingOutputs } from './coming-outputs.ts';

test('an output can be waited for before its stack is complete', async () => {
  const outputs = new ComingOutputs();
  const waiting = outputs.get('api_url');
  outputs.add({ user_pool_id: 'pool' });
  outputs.add({ api_url: 'http://127.0.0.1' });
  expect(await waiting).toBe('http://127.0.0.1');
  outputs.end();
  expect(await outputs.get('user_pool_id')).toBe('pool');
});

test('an output that no stack has is named once all stacks are complete', async () => {
  const outputs = new ComingOutputs();
  const waiting = outputs.get('api_url');
  outputs.end();
  await expect(waiting).rejects.toThrow('No stack has the output api_url.');
  await expect(outputs.get('table_name')).rejects.toThrow('No stack has the output table_name.');
});
