import { readFile, writeFile } from 'node:fs/promises';
import { readListOne } from './list-one.ts';

/**
 * Writes currencies.json from list-one.xml, both beside this file: `node app/policies/iso-4217/write-currencies.ts`,
 * after a new list was put in the place of the old one.
 */
const source =
  'List one of ISO 4217 as SIX publishes it (six-group.com, Data Standards); list-one.xml beside this file';
const xml = await readFile(new URL('list-one.xml', import.meta.url), 'utf8');
await writeFile(
  new URL('currencies.json', import.meta.url),
  `${JSON.stringify({ source, ...readListOne(xml) }, null, 2)}\n`,
);
