import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { supportDocument, supportedServices } from '../../localstack/support/support.ts';

test('docs/SUPPORT.md lists the operations and refusals that there are; `npm run docs` writes it', async () => {
  expect(await readFile(new URL('../../docs/SUPPORT.md', import.meta.url), 'utf8')).toBe(
    await supportDocument(),
  );
});

test('refusals are read from the code: a service that refuses nothing but operations is an exception', async () => {
  const services = await supportedServices();
  const without = services.filter(({ refusals }) => refusals.length === 0);
  expect(without.map(({ service }) => service.name)).toEqual(['dynamodbstreams', 'sqs']);
});
