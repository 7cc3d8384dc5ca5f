import { expect, test } from 'vitest';
import { until } from './until.ts';

test('until returns what the condition yields once it is true', async () => {
  let attempts = 0;
  expect(await until(() => (++attempts < 3 ? undefined : { attempts }))).toEqual({ attempts: 3 });
});

test('until takes a condition that throws as not yet true', async () => {
  let attempts = 0;
  const condition = () => {
    if (++attempts < 2) throw new Error('not there');
    return 'there';
  };
  expect(await until(condition)).toBe('there');
});

test('until gives up at its deadline, saying what it waited for and why', async () => {
  const refused = new Error('refused');
  const waiting = until(() => Promise.reject(refused), { within: 30, what: 'the table' });
  await expect(waiting).rejects.toMatchObject({
    code: 'Deadline',
    message: 'Waited 30 ms for the table.',
    cause: refused,
  });
});
