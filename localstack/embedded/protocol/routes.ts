import type { AwsRequest } from '../core/http.ts';
import type { RestRoute, Service } from '../core/service.ts';
import { decode } from './canonical.ts';

/** The route that a request takes, with the members that its path names. */
export interface MatchedRoute {
  readonly route: RestRoute;
  readonly labels: Readonly<Record<string, string>>;
}

interface CompiledRoute {
  readonly route: RestRoute;
  readonly segments: readonly string[];
  readonly literals: number;
}

const compiled = new WeakMap<Service, readonly CompiledRoute[]>();

/** The most literal route of `service` that fits the request's method and path. */
export function matchRoute(service: Service, request: AwsRequest): MatchedRoute | undefined {
  const segments = segmentsOf(request.path);
  for (const candidate of routesOf(service)) {
    if (candidate.route.method !== request.method) continue;
    const labels = labelsOf(candidate.segments, segments);
    if (labels) return { route: candidate.route, labels };
  }
  return undefined;
}

function routesOf(service: Service): readonly CompiledRoute[] {
  const known = compiled.get(service);
  if (known) return known;
  const routes = (service.routes ?? []).map((route) => {
    const segments = segmentsOf(route.path);
    return { route, segments, literals: segments.filter((segment) => !segment.startsWith('{')).length };
  });
  routes.sort((a, b) => b.literals - a.literals);
  compiled.set(service, routes);
  return routes;
}

/** The path's segments; a slash at the end, as in Lambda's `/functions/`, makes no difference. */
function segmentsOf(path: string): readonly string[] {
  return path.replace(/^\/|\/$/g, '').split('/');
}

function labelsOf(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
    } else if (part.endsWith('+}')) {
      labels[part.slice(1, -2)] = decode(segments.slice(index).join('/'));
      return labels;
    } else {
      if (segment === '') return undefined;
      labels[part.slice(1, -1)] = decode(segment);
    }
  }
  return pattern.length === segments.length ? labels : undefined;
}
