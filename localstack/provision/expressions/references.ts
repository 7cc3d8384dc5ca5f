import type { Expression } from './syntax.ts';

/** A reference with as much of its path as the source spells out: `aws_x.y.arn` is `['aws_x', 'y', 'arn']`. */
export type ReferencePath = readonly string[];

/** A traversal taken apart: where it begins, the path spelled out, and the keys left to compute. */
export interface Traversal {
  readonly path: ReferencePath;
  readonly rest: readonly Expression[];
}

/** The traversal that an expression is; undefined for one that begins at a computed value. */
export function traversalOf(expression: Expression): Traversal | undefined {
  const keys: Expression[] = [];
  let at = expression;
  while (at.kind === 'access') {
    keys.unshift(at.key);
    at = at.of;
  }
  if (at.kind !== 'variable') return undefined;
  const computed = keys.findIndex((key) => key.kind !== 'literal');
  const spelled = computed === -1 ? keys.length : computed;
  const names = keys.slice(0, spelled).map((key) => String(key.kind === 'literal' ? key.value : ''));
  return { path: [at.name, ...names], rest: keys.slice(spelled) };
}

/** Calls `visit` with every reference in an expression, however deep; and `call` with every function's name. */
export function walk(
  expression: Expression,
  visit: (path: ReferencePath) => void,
  call: (name: string) => void,
): void {
  const traversal = traversalOf(expression);
  if (traversal) visit(traversal.path);
  if (expression.kind === 'call') call(expression.name);
  for (const inner of traversal?.rest ?? partsOf(expression)) walk(inner, visit, call);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'template':
      return expression.parts;
    case 'access':
      return [expression.of, expression.key];
    case 'call':
      return expression.arguments;
    case 'list':
      return expression.items;
    case 'object':
      return expression.entries.flat();
    case 'not':
    case 'negate':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise];
  }
}
