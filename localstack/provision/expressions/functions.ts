import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ProvisionError } from '../errors.ts';
import type { Value } from './syntax.ts';

/** A function of Terraform's language; `directory` is where relative file names begin. */
export type TerraformFunction = (operands: readonly Value[], directory: string) => Value;

/** The functions understood (https://developer.hashicorp.com/terraform/language/functions); others are refused by name. */
export const functions: Readonly<Record<string, TerraformFunction>> = {
  base64encode: ([value]) => Buffer.from(string('base64encode', value)).toString('base64'),
  base64sha256: ([value]) => sha256(string('base64sha256', value)),
  concat: (lists) => lists.flatMap((value) => list('concat', value)),
  filebase64sha256: ([path], directory) =>
    sha256(readFileSync(resolve(directory, string('filebase64sha256', path)))),
  join: ([separator, ...lists]) =>
    lists
      .flatMap((value) => list('join', value))
      .map((item) => string('join', item))
      .join(string('join', separator)),
  jsondecode: ([value]) => JSON.parse(string('jsondecode', value)) as Value,
  jsonencode: ([value]) => jsonencode(value ?? null),
  lower: ([value]) => string('lower', value).toLowerCase(),
  merge: (maps) => Object.assign({}, ...maps.map((value) => map('merge', value))) as Value,
  upper: ([value]) => string('upper', value).toUpperCase(),
};

/** As Terraform writes it: names sorted, and the characters that HTML minds escaped. */
function jsonencode(value: Value): string {
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name] ?? null)]),
  );
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function string(name: string, value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrong(name, 'a string', value);
}

function list(name: string, value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value;
  throw wrong(name, 'a list', value);
}

function map(name: string, value: Value | undefined): { [name: string]: Value } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw wrong(name, 'a map', value);
}

function wrong(name: string, wanted: string, value: Value | undefined): ProvisionError {
  return new ProvisionError('BadExpression', `${name}() needs ${wanted} and got ${JSON.stringify(value)}`);
}
