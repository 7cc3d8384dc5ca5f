import { checkCondition, checkProjection, checkUpdate } from './check.ts';
import { ExpressionError } from './error.ts';
import { parseCondition, parseProjection, parseUpdate } from './parser.ts';
import type { Arithmetic, Condition, Operand, Path } from './syntax.ts';

/** How many texts of each kind are kept parsed. */
const MOST_KEPT = 1_000;

/** Texts as they were parsed, or why they could not be. */
class Parsed<T> {
  readonly #parse: (text: string) => T;
  readonly #kept = new Map<string, T | ExpressionError>();

  constructor(parse: (text: string) => T) {
    this.#parse = parse;
  }

  /** The text parsed; a text that was seen lately is not read again. Throws {@link ExpressionError}. */
  of(text: string): T {
    let result = this.#kept.get(text);
    if (result === undefined) {
      result = this.#read(text);
      if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
      this.#kept.set(text, result);
    }
    if (result instanceof ExpressionError) throw result;
    return result;
  }

  #read(text: string): T | ExpressionError {
    try {
      return this.#parse(text);
    } catch (error) {
      if (error instanceof ExpressionError) return error;
      throw error;
    }
  }
}

/** Condition, filter and key condition expressions, each with every path in it. */
export const conditions = new Parsed((text) => {
  const condition = parseCondition(text);
  checkCondition(condition);
  return { condition, paths: pathsOf(condition) };
});

/** Update expressions, each with every path in it. */
export const updates = new Parsed((text) => {
  const sections = parseUpdate(text);
  checkUpdate(sections);
  const actions = sections.flatMap((section) => section.actions);
  const paths = actions.flatMap((action) => [
    action.path,
    ...(action.kind === 'SET' ? pathsOf(action.operand) : []),
  ]);
  return { sections, paths };
});

/** Projection expressions. */
export const projections = new Parsed<readonly Path[]>((text) => {
  const paths = parseProjection(text);
  checkProjection(paths);
  return paths;
});

function pathsOf(node: Condition | Operand | Arithmetic): Path[] {
  switch (node.kind) {
    case 'AND':
    case 'OR':
      return [...pathsOf(node.left), ...pathsOf(node.right)];
    case 'NOT':
      return pathsOf(node.condition);
    case 'path':
      return [node];
    case 'value':
      return [];
    default:
      return node.operands.flatMap(pathsOf);
  }
}
