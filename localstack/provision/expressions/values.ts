import { ProvisionError } from '../errors.ts';
import type { Value } from './syntax.ts';
import { TerraformNumber } from './terraform-number.ts';

/** A value while it is calculated with: a number that an expression made has all its digits. */
export type Exact = string | number | TerraformNumber | boolean | null | Exact[] | { [name: string]: Exact };

/** What has members by name. */
export type ExactObject = { [name: string]: Exact };

/**
 * The value as resources take it, with JavaScript's numbers.
 * @throws ProvisionError for an integer that has more digits than those hold
 */
export function plain(value: Exact): Value {
  if (value instanceof TerraformNumber) return javaScriptNumber(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/** Digits that were lost in silence would be another number; a text carries them all. */
function javaScriptNumber(value: TerraformNumber): number {
  const number = value.toNumber();
  const isExact =
    !Number.isInteger(number) || Number.isSafeInteger(number) || String(BigInt(number)) === value.toString();
  if (isExact) return number;
  throw new ProvisionError(
    'UnsupportedExpression',
    `${value} has more digits than a number holds here: make it a string`,
  );
}

/** Whether a value is an object or a map. */
export function isObject(value: Exact | undefined): value is ExactObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof TerraformNumber)
  );
}

/** Whether a value is a number, of either kind. */
export function isNumber(value: Exact | undefined): value is number | TerraformNumber {
  return typeof value === 'number' || value instanceof TerraformNumber;
}

/** A number with all its digits. */
export function exact(value: number | TerraformNumber): TerraformNumber {
  return typeof value === 'number' ? TerraformNumber.of(value) : value;
}

/** A string, number or bool as Terraform writes it into a string; undefined for what has no such form. */
export function textOf(value: Exact | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return exact(value).toString();
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** Whether two values are equal; of different types they never are. */
export function equal(a: Exact, b: Exact): boolean {
  if (isNumber(a) && isNumber(b)) return exact(a).compare(exact(b)) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && equal(a[name] ?? null, b[name] ?? null));
}

/**
 * One result of a conditional, as its type together with that of the other result has it: of a number and a string it is a
 * string. Throws where the two have no type in common
 * (https://developer.hashicorp.com/terraform/language/expressions/conditionals#result-types).
 */
export function unified(value: Exact, other: Exact): Exact {
  if (value === null || other === null) return value;
  if (Array.isArray(value) && Array.isArray(other)) return unifiedItems(value, other);
  if (isObject(value) && isObject(other)) return unifiedMembers(value, other);
  const [kind, another] = [kindOf(value), kindOf(other)];
  if (kind === another) return value;
  const text = [kind, another].includes('string') ? textOf(value) : undefined;
  if (text !== undefined && textOf(other) !== undefined) return text;
  throw new ProvisionError(
    'BadExpression',
    `the results of a conditional are ${kind} and ${another}, which have no type in common`,
  );
}

/** Tuples of one length are unified item by item, others as lists, whose items all have one type. */
function unifiedItems(value: readonly Exact[], other: readonly Exact[]): Exact[] {
  if (value.length === other.length) return value.map((item, index) => unified(item, other[index] ?? null));
  return withAll(value, [...value, ...other]);
}

/** Objects with the same names are unified member by member, others as maps. */
function unifiedMembers(value: ExactObject, other: ExactObject): ExactObject {
  const names = Object.keys(value);
  const alike =
    names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name));
  const all = [...Object.values(value), ...Object.values(other)];
  const members = alike
    ? names.map((name) => unified(value[name] ?? null, other[name] ?? null))
    : withAll(Object.values(value), all);
  return Object.fromEntries(names.map((name, index) => [name, members[index] ?? null]));
}

function withAll(values: readonly Exact[], all: readonly Exact[]): Exact[] {
  return values.map((item) => all.reduce<Exact>((sofar, one) => unified(sofar, one), item));
}

function kindOf(value: Exact): string {
  if (isNumber(value)) return 'number';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'tuple' : 'object';
}
