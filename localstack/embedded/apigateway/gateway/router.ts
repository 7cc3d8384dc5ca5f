import { isGreedy, parameterOf, parseRouteKey } from './route-key.ts';

/** What a request was routed to, with the values of the path's parameters in order. */
export interface Match<T> {
  readonly target: T;
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** Finds the route for a method and a path's segments, already decoded. */
export interface Router<T> {
  match(method: string, segments: readonly string[]): Match<T> | undefined;
}

interface Leaf<T> {
  readonly target: T;
  readonly names: readonly string[];
}

interface Node<T> {
  readonly children: Map<string, Node<T>>;
  parameter: Node<T> | undefined;
  readonly here: Map<string, Leaf<T>>;
  readonly greedy: Map<string, Leaf<T>>;
}

/**
 * API Gateway's choice among routes that match: plain text before a parameter before a greedy one, a method
 * before ANY, `$default` last
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export function createRouter<T>(routes: Iterable<readonly [routeKey: string, target: T]>): Router<T> {
  const root = node<T>();
  let fallback: Leaf<T> | undefined;
  for (const [routeKey, target] of routes) {
    const key = parseRouteKey(routeKey);
    if (!key) continue;
    const leaf = { target, names: key.segments.map(parameterOf).filter((name) => name !== undefined) };
    if (key.method === undefined) fallback = leaf;
    else insert(root, key.segments, key.method, leaf);
  }
  return {
    match(method, segments) {
      const values: string[] = [];
      const leaf = search(root, method, segments, 0, values);
      if (leaf) return { target: leaf.target, parameters: named(leaf.names, values) };
      return fallback && { target: fallback.target, parameters: undefined };
    },
  };
}

function node<T>(): Node<T> {
  return { children: new Map(), parameter: undefined, here: new Map(), greedy: new Map() };
}

function insert<T>(root: Node<T>, segments: readonly string[], method: string, leaf: Leaf<T>): void {
  let at = root;
  for (const segment of segments) {
    if (isGreedy(segment)) {
      at.greedy.set(method, leaf);
      return;
    }
    if (parameterOf(segment) === undefined) {
      const child = at.children.get(segment) ?? node<T>();
      at.children.set(segment, child);
      at = child;
    } else {
      at.parameter ??= node<T>();
      at = at.parameter;
    }
  }
  at.here.set(method, leaf);
}

function search<T>(
  at: Node<T>,
  method: string,
  segments: readonly string[],
  index: number,
  values: string[],
): Leaf<T> | undefined {
  const segment = segments[index];
  if (segment === undefined) return at.here.get(method) ?? at.here.get('ANY');
  const child = at.children.get(segment);
  const exact = child && search(child, method, segments, index + 1, values);
  if (exact) return exact;
  if (at.parameter && segment !== '') {
    values.push(segment);
    const found = search(at.parameter, method, segments, index + 1, values);
    if (found) return found;
    values.pop();
  }
  const greedy = at.greedy.get(method) ?? at.greedy.get('ANY');
  const rest = greedy && segments.slice(index).join('/');
  if (rest) values.push(rest);
  return rest ? greedy : undefined;
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> | undefined {
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
