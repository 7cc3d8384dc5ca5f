import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { problems } from './problems.ts';

const documented = async () => {
  const text = await readFile(new URL('../../docs/problems.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^\| `([^`]+)` *\| (\d+) *\| (.+?) *\|$/gm)].map(([, code, status, title]) => ({
    code,
    status: Number(status),
    title,
  }));
};

it('docs/problems.md lists exactly the codes of the table, with their status and title', async () => {
  const table = Object.entries(problems).map(([code, { status, title }]) => ({ code, status, title }));
  const byCode = (a: { code?: string | undefined }, b: { code?: string | undefined }) =>
    String(a.code) < String(b.code) ? -1 : 1;
  expect((await documented()).sort(byCode)).toEqual(table.sort(byCode));
});
