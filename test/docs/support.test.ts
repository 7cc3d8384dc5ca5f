import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { supportTable } from '../../localstack/embedded/support.ts';

test('docs/SUPPORT.md lists the operations that there are; `node localstack/embedded/support.ts` writes it', async () => {
  expect(await readFile(new URL('../../docs/SUPPORT.md', import.meta.url), 'utf8')).toBe(
    await supportTable(),
  );
});
