import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { parsePathAt } from './path-parser.ts';
import { JsonPathSyntaxError, Scanner } from './scanner.ts';
import { evaluateSteps } from './select.ts';
import type { Path, Step } from './steps.ts';

export type { Path } from './steps.ts';

/** The path of everything: what InputPath, OutputPath and ResultPath are when they are not written. */
export const WHOLE: Path = { source: '$', root: '$', steps: [], isDefinite: true };

/** What a path may start from. */
export interface PathScope {
  readonly input: Json;
  readonly context: () => Json;
  readonly variable: (name: string) => Json | undefined;
}

/**
 * Parses a JSONPath of Jayway's dialect, which is AWS's (https://github.com/json-path/JsonPath), with Step
 * Functions' own roots. Undefined for text that is none.
 */
export function parsePath(source: string): Path | undefined {
  const scanner = new Scanner(source);
  try {
    const path = parsePathAt(scanner);
    return scanner.isAtEnd ? path : undefined;
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) return undefined;
    throw error;
  }
}

/** Whether `path` is a reference path: one that can name a place to write to (https://states-language.net, "Reference Paths"). */
export function isReferencePath(path: Path): boolean {
  return path.steps.every(
    (step) =>
      (step.kind === 'members' && step.names.length === 1) ||
      (step.kind === 'indexes' && step.indexes.length === 1 && Number(step.indexes[0]) >= 0),
  );
}

/** The value that `path` names; undefined where there is none. An indefinite path answers a list, always. */
export function follow(path: Path, scope: PathScope): Json | undefined {
  const start =
    path.root === '$'
      ? scope.input
      : path.root === '$$'
        ? scope.context()
        : scope.variable(path.root.variable);
  if (path.steps.length === 0) return start;
  // An unassigned variable has no values, but an indefinite path still answers their list.
  if (start === undefined) return path.isDefinite ? undefined : [];
  return evaluateSteps(path.steps, path.isDefinite, start, start);
}

/** Why a definite path names nothing, in Jayway's words, which AWS passes on. */
export function whyMissing(path: Path, scope: PathScope): string {
  const shown = path.steps.map(normalized);
  const lacks = path.steps.findIndex(
    (_, index) => follow({ ...path, steps: path.steps.slice(0, index + 1) }, scope) === undefined,
  );
  const isLast = lacks < 0 || lacks === path.steps.length - 1;
  return isLast
    ? `No results for path: $${shown.join('')}`
    : `Missing property in path $${shown.slice(0, lacks + 1).join('')}`;
}

function normalized(step: Step): string {
  if (step.kind === 'members') return `[${step.names.map((name) => `'${name}'`).join(',')}]`;
  return step.kind === 'indexes' ? `[${step.indexes.join(',')}]` : '';
}

/** A ResultPath that cannot be written to in this input. */
export class ResultPathError extends Error {}

/** A copy of `target` in which `path`, a reference path from `$`, holds `value`. Throws {@link ResultPathError}. */
export function put(target: Json, path: Path, value: Json): Json {
  const keys = path.steps.map((step) => (step.kind === 'members' ? step.names[0] : firstIndex(step)));
  const placed = place(target, keys as (string | number)[], value);
  if (placed !== undefined) return placed;
  throw new ResultPathError(
    `Unable to apply ReferencePath ${path.source} to input ${JSON.stringify(target)}`,
  );
}

function firstIndex(step: Step): number | undefined {
  return step.kind === 'indexes' ? step.indexes[0] : undefined;
}

function place(target: Json, keys: readonly (string | number)[], value: Json): Json | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    if (!Array.isArray(target) || key >= target.length) return undefined;
    const placed = place(target[key] as Json, rest, value);
    return placed === undefined ? undefined : target.with(key, placed);
  }
  if (!isObject(target)) return undefined;
  const inner = Object.hasOwn(target, key) ? (target[key] as Json) : {};
  const placed = place(inner, rest, value);
  return placed === undefined ? undefined : ({ ...target, [key]: placed } as JsonObject);
}
