import { ProvisionError } from '../errors.ts';
import { TerraformNumber } from './terraform-number.ts';
import { type Exact, exact, isNumber, isObject } from './values.ts';

/** As Terraform writes JSON: names in the order of their bytes, numbers in full, and what HTML minds escaped. */
export function jsonencode(value: Exact): string {
  if (isNumber(value)) return exact(value).toString();
  if (Array.isArray(value)) return `[${value.map(jsonencode).join(',')}]`;
  if (!isObject(value)) return escaped(JSON.stringify(value));
  const names = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const members = names.map((name) => `${escaped(JSON.stringify(name))}:${jsonencode(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** The value of a text in JSON, with all digits of its numbers. Throws BadExpression. */
export function jsondecode(text: string): Exact {
  try {
    return JSON.parse(text, withDigits) as Exact;
  } catch (error) {
    throw new ProvisionError('BadExpression', `jsondecode() failed: ${(error as Error).message}`);
  }
}

/** The types of ECMAScript do not know the third argument yet: a primitive as it is written. */
export function withDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  return TerraformNumber.parse(context?.source ?? String(value)) ?? value;
}

function escaped(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
