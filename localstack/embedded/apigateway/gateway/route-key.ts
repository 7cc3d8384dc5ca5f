/** A route key taken apart. */
export interface RouteKey {
  /** `ANY` for every method; absent for `$default`. */
  readonly method?: string;
  /** Of the path, between slashes; empty for `/` and `$default`. */
  readonly segments: readonly string[];
}

const METHODS = 'ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT';
const FORM = new RegExp(`^(?:${METHODS}) /`);

/** Takes a key such as `GET /orders/{id}` or `$default` apart; undefined for what is none. */
export function parseRouteKey(key: string): RouteKey | undefined {
  if (key === '$default') return { segments: [] };
  if (!FORM.test(key)) return undefined;
  const space = key.indexOf(' ');
  const path = key.slice(space + 1);
  const segments = path === '/' ? [] : path.slice(1).split('/');
  const well = segments.every((segment, index) => {
    if (/[{}]/.test(segment) && parameterOf(segment) === undefined) return false;
    return !isGreedy(segment) || index === segments.length - 1;
  });
  return well ? { method: key.slice(0, space), segments } : undefined;
}

/** The name of a path parameter, `id` for both `{id}` and `{id+}`; undefined for plain text. */
export function parameterOf(segment: string): string | undefined {
  return /^\{([\w.:-]+)\+?\}$/.exec(segment)?.[1];
}

/** Whether a segment such as `{proxy+}` takes the rest of the path. */
export function isGreedy(segment: string): boolean {
  return segment.endsWith('+}');
}
