import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { follow, type Path, type PathScope, parsePath } from './path.ts';

/** A JSONPath state's Parameters, ResultSelector, ItemSelector or Assign: members ending in `.$` are paths. */
export type Payload =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: Path; readonly field: string }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Payload])[] };

/** A path of a state's field that names nothing. */
export class PathError extends Error {}

/** Prepares `value`; `report` is called for every path that is not a reference path. */
export function compilePayload(
  value: Json,
  location: string,
  report: (location: string, path: string) => void,
): Payload {
  if (!isObject(value)) return { kind: 'constant', value };
  const members = Object.entries(value).map(([key, member]): readonly [string, Payload] => {
    const place = `${location}/${key}`;
    if (!key.endsWith('.$') || typeof member !== 'string')
      return [key, compilePayload(member, place, report)];
    const path = parsePath(member);
    if (path) return [key.slice(0, -2), { kind: 'path', path, field: key }];
    report(place, member);
    return [key.slice(0, -2), { kind: 'constant', value: null }];
  });
  return members.every(([, member]) => member.kind === 'constant')
    ? { kind: 'constant', value }
    : { kind: 'object', members };
}

/** Fills a payload in. Throws {@link PathError}. */
export function fillPayload(payload: Payload, scope: PathScope): Json {
  switch (payload.kind) {
    case 'constant':
      return payload.value;
    case 'path':
      return requirePath(payload.path, payload.field, scope);
    case 'object':
      return Object.fromEntries(payload.members.map(([key, member]) => [key, fillPayload(member, scope)]));
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
