import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const PACKAGE = path.resolve(import.meta.dirname, '..', '..', 'localstack');

/** What the product deals with. A receipt handle is SQS's. */
const OF_THE_PRODUCT = /expens|receipt(?!s?[ _-]?handle)|reconcil|approv|\b(?:employee|finance)/i;

/** What is packed, and shows how it is used. */
const ROOMS = ['embedded', 'provision', 'local-aws', 'cli', 'examples'];

const files = [
  ...ROOMS.flatMap((room) =>
    readdirSync(path.join(PACKAGE, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|js|mjs|md|json)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  ),
  ...['index.ts', 'vitest.ts', 'package.json'].map((name) => path.join(PACKAGE, name)),
];

test('the emulator, provisioning and their commands have no word of the product', () => {
  const words = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line, index) => ({ line: line.trim(), place: `${path.relative(PACKAGE, file)}:${index + 1}` }))
      .filter(({ line }) => OF_THE_PRODUCT.test(line))
      .map(({ line, place }) => `${place}: ${line}`),
  );
  expect(words).toEqual([]);
});
