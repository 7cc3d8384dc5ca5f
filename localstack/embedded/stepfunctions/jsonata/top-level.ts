import type jsonata from 'jsonata';

/** A node of a parsed expression, as far as it is looked at here. */
type Node = Pick<jsonata.ExprNode, 'type'> & Readonly<Record<string, unknown>>;

/** The members of nodes that are evaluated with the same context item as the node itself. */
const SAME_CONTEXT: Readonly<Record<string, readonly string[]>> = {
  apply: ['lhs', 'rhs'],
  binary: ['lhs', 'rhs'],
  bind: ['rhs'],
  block: ['expressions'],
  condition: ['condition', 'then', 'else'],
  function: ['arguments'],
  partial: ['arguments'],
  unary: ['expression', 'expressions', 'lhs'],
};

/**
 * The first name in an expression that would be looked up in a context item: workflows have none at the top
 * level, only `$states` and variables, so AWS refuses it. What stands in a function's body is not looked at.
 */
export function topLevelReference(ast: unknown): string | undefined {
  if (Array.isArray(ast)) {
    for (const item of ast) {
      const found = topLevelReference(item);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof ast !== 'object' || ast === null) return undefined;
  const node = ast as Node;
  if (node.type === 'name') return String(node.value);
  // Every later step of a path is evaluated for what the step before it found.
  if ((node.type as string) === 'path') return topLevelReference((node.steps as unknown[])[0]);
  for (const member of SAME_CONTEXT[node.type] ?? []) {
    const found = topLevelReference(node[member]);
    if (found !== undefined) return found;
  }
  return undefined;
}
