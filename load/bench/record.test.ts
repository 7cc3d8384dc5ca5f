import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bootFigure } from './boot.ts';
import { performanceDocument, secondsInWords } from './document.ts';
import { documentFile, readRecord } from './record.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const record = await readRecord();

test('docs/performance.md is what the record makes: it is not edited by hand', async () => {
  expect(await readFile(documentFile, 'utf8')).toBe(performanceDocument(record));
});

describe('what documents say of the boot is what was measured last', () => {
  const boot = record.benchmarks['']?.figures.find(({ name }) => name === bootFigure)?.value ?? Number.NaN;

  test.each([
    ['ARCHITECTURE.md', /starts on a laptop in ([^,.]+) from the very Terraform/],
    ['docs/adr/0003-embedded-aws.md', /Boot in ([^,.]+), no engine/],
  ])('%s', async (file, claim) => {
    const text = (await readFile(path.join(ROOT, file), 'utf8')).replace(/\s+/g, ' ');
    expect(claim.exec(text)?.[1]).toBe(secondsInWords(boot));
  });

  test('in words that the figure keeps', () => {
    expect([0.3, 0.9, 1.2, 1.65, 2, 11.5].map(secondsInWords)).toEqual([
      'under a second',
      'about a second',
      'about a second',
      'under two seconds',
      'under three seconds',
      'under 12 seconds',
    ]);
  });
});
