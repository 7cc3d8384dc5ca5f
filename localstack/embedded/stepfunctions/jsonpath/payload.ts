import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { evaluateIntrinsic, IntrinsicError, type IntrinsicScope } from './evaluate-intrinsic.ts';
import { type IntrinsicCall, parseIntrinsic } from './intrinsic.ts';
import { follow, type Path, type PathScope, parsePath, whyMissing } from './path.ts';
import { PathError } from './path-error.ts';

export { PathError } from './path-error.ts';

/** What a member that ends in `.$`, or a field that ends in `Path`, says: a JSONPath or an intrinsic function. */
export type Selector =
  | { readonly kind: 'path'; readonly path: Path; readonly field: string }
  | { readonly kind: 'call'; readonly call: IntrinsicCall; readonly field: string };

/** A JSONPath state's Parameters, ResultSelector, ItemSelector or Assign, ready to be filled in. */
export type Payload =
  | Selector
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'array'; readonly items: readonly Payload[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Payload])[] };

/** Called with the place and the field of what is neither a JSONPath nor a call. */
export type ReportSelector = (location: string, field: string) => void;

/** Prepares `value`; `report` is called for every member that ends in `.$` and selects nothing. */
export function compilePayload(value: Json, location: string, report: ReportSelector): Payload {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compilePayload(item, `${location}[${index}]`, report));
    return items.every((item) => item.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'array', items };
  }
  if (!isObject(value)) return { kind: 'constant', value };
  const members = Object.entries(value).map(([key, member]): readonly [string, Payload] => {
    const place = `${location}/${key}`;
    if (!key.endsWith('.$')) return [key, compilePayload(member, place, report)];
    const selector = parseSelector(member, key);
    if (!selector) report(place, key);
    return [key.slice(0, -2), selector ?? { kind: 'constant', value: null }];
  });
  return members.every(([, member]) => member.kind === 'constant')
    ? { kind: 'constant', value }
    : { kind: 'object', members };
}

/** Parses a JSONPath or a call of an intrinsic function; undefined for anything else. */
export function parseSelector(value: Json, field: string): Selector | undefined {
  if (typeof value !== 'string') return undefined;
  const path = parsePath(value);
  if (path) return { kind: 'path', path, field };
  const call = parseIntrinsic(value);
  return call && { kind: 'call', call, field };
}

/** Fills a payload in. Throws {@link PathError} or {@link IntrinsicError}. */
export function fillPayload(payload: Payload, scope: IntrinsicScope): Json {
  switch (payload.kind) {
    case 'constant':
      return payload.value;
    case 'path':
    case 'call':
      return selectValue(payload, scope);
    case 'array':
      return payload.items.map((item) => fillPayload(item, scope));
    case 'object':
      return Object.fromEntries(payload.members.map(([key, member]) => [key, fillPayload(member, scope)]));
  }
}

/** The value that a selector names or computes. Throws {@link PathError} or {@link IntrinsicError}. */
export function selectValue(selector: Selector, scope: IntrinsicScope): Json {
  if (selector.kind === 'path') return requirePath(selector.path, selector.field, scope);
  const { call } = selector;
  const fault = (words: string) => `The function '${call.source}' had the following error: ${words}`;
  try {
    return evaluateIntrinsic(call, scope, ({ source }) => {
      const input = JSON.stringify(scope.input);
      const words = `The JsonPath argument for the field '${source}' could not be found in the input '${input}'`;
      return new PathError(fault(words));
    });
  } catch (error) {
    if (error instanceof IntrinsicError) throw new IntrinsicError(fault(error.message));
    throw error;
  }
}

/** The value that `path`, written in `field`, names. Throws {@link PathError} with AWS's words. */
export function requirePath(path: Path, field: string, scope: PathScope): Json {
  const value = follow(path, scope);
  if (value !== undefined) return value;
  const input = JSON.stringify(scope.input);
  throw new PathError(
    `The JSONPath '${path.source}' specified for the field '${field}' could not be found in the input '${input}'`,
  );
}

/** The value that a path names which cuts the input or output, or sets a limit. Throws {@link PathError}. */
export function requireValid(path: Path, scope: PathScope): Json {
  const value = follow(path, scope);
  if (value !== undefined) return value;
  throw new PathError(`Invalid path '${path.source}' : ${whyMissing(path, scope)}`);
}
