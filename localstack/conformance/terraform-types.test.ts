import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { resourceTypeNames, resourceTypes } from '../provision/resources/index.ts';
import { CASES } from './terraform-arguments/cases.ts';
import { readers } from './terraform-reads/readers/index.ts';

/** What a type of resource needs besides its own file, `localstack/provision/resources/TYPE.ts`: where, and of which types. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'localstack/provision/resources/index.ts: how it is loaded': resourceTypeNames,
  'localstack/conformance/terraform-arguments: a row for each argument': Object.keys(CASES),
  'localstack/conformance/terraform-reads/readers: how Terraform reads it': Object.keys(readers),
};

const files = readdirSync(new URL('../provision/resources', import.meta.url)).filter((file) =>
  /^aws-[a-z0-9-]+\.ts$/.test(file),
);
const types = files.map((file) => basename(file, '.ts').replaceAll('-', '_'));

function placesWithout(type: string): string[] {
  return Object.keys(PLACES).filter((place) => !PLACES[place]?.includes(type));
}

test.each(types)('%s is in every place', (type) => {
  expect(placesWithout(type)).toEqual([]);
});

test('a type that has its own file alone is missed in each place', () => {
  expect(placesWithout('aws_sns_topic')).toEqual(Object.keys(PLACES));
});

test.each(Object.entries(PLACES))('%s has no type without a file', (_place, known) => {
  expect(known.filter((type) => !types.includes(type))).toEqual([]);
});

test.each(types)('%s is what its file defines, with an example to create', async (type) => {
  const defined = (await resourceTypes([{ type, stack: 's', address: type }])).get(type);
  expect(Object.keys(defined?.example ?? {})).not.toEqual([]);
});
