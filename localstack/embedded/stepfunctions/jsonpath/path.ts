import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';

/** A reference path: where it starts, and the members and indexes to follow. */
export interface Path {
  readonly source: string;
  /** `$` the input, `$$` the context object, else a variable's name. */
  readonly root: '$' | '$$' | { readonly variable: string };
  readonly steps: readonly (string | number)[];
}

/** The path of everything: what InputPath, OutputPath and ResultPath are when they are not written. */
export const WHOLE: Path = { source: '$', root: '$', steps: [] };

/** What a path may start from. */
export interface PathScope {
  readonly input: Json;
  readonly context: () => Json;
  readonly variable: (name: string) => Json | undefined;
}

const ROOT = /^\$(\$|[A-Za-z_][\w]*)?/;
const STEP = /^(?:\.([\p{L}_][\p{L}\p{N}_-]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\])/u;

/**
 * Parses a reference path: one that names exactly one value (https://states-language.net, "Reference Paths").
 * Undefined for what only full JSONPath can say: wildcards, slices, filters, descents, functions.
 */
export function parsePath(source: string): Path | undefined {
  const root = ROOT.exec(source);
  if (!root) return undefined;
  const steps: (string | number)[] = [];
  let rest = source.slice(root[0].length);
  while (rest !== '') {
    const step = STEP.exec(rest);
    if (!step) return undefined;
    const [matched, member, single, double, index] = step;
    steps.push(index === undefined ? (member ?? unescaped(single ?? double ?? '')) : Number(index));
    rest = rest.slice(matched.length);
  }
  const name = root[1];
  return { source, root: name === undefined ? '$' : name === '$' ? '$$' : { variable: name }, steps };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

/** The value that `path` names; undefined where there is none. */
export function follow(path: Path, scope: PathScope): Json | undefined {
  let value: Json | undefined =
    path.root === '$'
      ? scope.input
      : path.root === '$$'
        ? scope.context()
        : scope.variable(path.root.variable);
  for (const step of path.steps) {
    if (value === undefined) return undefined;
    if (typeof step === 'number') value = Array.isArray(value) ? value[step] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/** A copy of `target` in which `path` (a ResultPath: from `$`, members only) holds `value`. */
export function put(target: Json, path: Path, value: Json): Json {
  return place(target, path.steps, value);
}

function place(target: Json, steps: readonly (string | number)[], value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const copy: JsonObject = isObject(target) ? { ...target } : {};
  copy[step] = place(copy[step] ?? {}, rest, value);
  return copy;
}
