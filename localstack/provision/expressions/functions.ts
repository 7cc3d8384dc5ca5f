import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ProvisionError } from '../errors.ts';
import { jsondecode, jsonencode } from './json.ts';
import { type Exact, type ExactObject, isObject, plain, textOf } from './values.ts';

/** A function of Terraform's language; `directory` is where relative file names begin. */
export type TerraformFunction = (operands: readonly Exact[], directory: string) => Exact;

/** The functions understood (https://developer.hashicorp.com/terraform/language/functions); others are refused by name. */
export const functions: Readonly<Record<string, TerraformFunction>> = {
  base64encode: ([value]) => Buffer.from(string('base64encode', value)).toString('base64'),
  base64sha256: ([value]) => sha256(string('base64sha256', value)),
  concat: (lists) => some('concat', lists).flatMap((value) => list('concat', value)),
  filebase64sha256: ([path], directory) =>
    sha256(readFileSync(resolve(directory, string('filebase64sha256', path)))),
  join: ([separator, ...lists]) =>
    some('join', lists)
      .flatMap((value) => list('join', value))
      .map((item) => string('join', item))
      .join(string('join', separator)),
  jsondecode: ([value]) => jsondecode(string('jsondecode', value)),
  jsonencode: ([value]) => jsonencode(value ?? null),
  lower: ([value]) => eachCharacter(string('lower', value), (character) => character.toLowerCase()),
  merge: (maps) => Object.assign({}, ...maps.map((value) => (value === null ? {} : map('merge', value)))),
  upper: ([value]) => eachCharacter(string('upper', value), (character) => character.toUpperCase()),
};

/**
 * Go maps each character for itself, and to one character: `ß` stays as it is. The one that is lowered to two in
 * JavaScript, `İ`, keeps the first.
 */
function eachCharacter(text: string, mapped: (character: string) => string): string {
  return Array.from(text, (character) => {
    const [first = '', second] = Array.from(mapped(character));
    if (second === undefined) return first;
    return character === 'İ' ? first : character;
  }).join('');
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function some(name: string, operands: readonly Exact[]): readonly Exact[] {
  if (operands.length > 0) return operands;
  throw new ProvisionError('BadExpression', `${name}() needs at least one list`);
}

function string(name: string, value: Exact | undefined): string {
  const text = textOf(value);
  if (text === undefined) throw wrong(name, 'a string', value);
  return text;
}

function list(name: string, value: Exact | undefined): Exact[] {
  if (Array.isArray(value)) return value;
  throw wrong(name, 'a list', value);
}

function map(name: string, value: Exact | undefined): ExactObject {
  if (isObject(value)) return value;
  throw wrong(name, 'a map', value);
}

function wrong(name: string, wanted: string, value: Exact | undefined): ProvisionError {
  const got = value === undefined ? 'nothing' : JSON.stringify(plain(value));
  return new ProvisionError('BadExpression', `${name}() needs ${wanted} and got ${got}`);
}
