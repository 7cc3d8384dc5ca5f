import { ProvisionError, placed } from '../errors.ts';
import { evaluateExactly, type Scope } from './evaluate.ts';
import { parseTemplate } from './parse.ts';
import type { Value } from './syntax.ts';
import { type Exact, plain } from './values.ts';

/** A value or object of a definition, as read. */
type Raw = Value | { readonly [name: string]: Value };

/** Calls `visit` with every string that may hold an expression, and the argument it is in. */
export function eachString(value: Raw, at: string, visit: (source: string, argument: string) => void): void {
  if (typeof value === 'string') {
    if (isTemplate(value)) visit(value, at);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) eachString(item, `${at}[${index}]`, visit);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (isTemplate(name)) {
        throw new ProvisionError('UnsupportedExpression', 'expressions in names are not supported', {
          argument: at,
          expression: name,
        });
      }
      eachString(inner, at === '' ? name : `${at}.${name}`, visit);
    }
  }
}

/** Whether a string means something other than itself in Terraform. */
export function isTemplate(source: string): boolean {
  return source.includes('${') || source.includes('%{');
}

/** The value with every expression in it evaluated; a fault names the argument it is in. */
export function evaluateAll(value: Raw, scope: Scope): Value {
  return plain(evaluateAllExactly(value, scope));
}

/** The same, with numbers that have all their digits. */
export function evaluateAllExactly(value: Raw, scope: Scope, at = ''): Exact {
  if (typeof value === 'string') {
    return isTemplate(value)
      ? placed({ argument: at }, () => evaluateExactly(parseTemplate(value), scope))
      : value;
  }
  if (Array.isArray(value))
    return value.map((item, index) => evaluateAllExactly(item, scope, `${at}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      evaluateAllExactly(inner, scope, at === '' ? name : `${at}.${name}`),
    ]),
  );
}
