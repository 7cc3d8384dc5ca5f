import type { Collection, Storage } from '../storage/storage.ts';
import { badRequest, notFound } from './errors.ts';
import type { Api, Authorizer, Deployment, Integration, Route, Snapshot, Stage } from './model.ts';

const PER_API = ['integrations', 'routes', 'authorizers', 'stages', 'deployments'] as const;

/** All that API Gateway remembers, and who wants to know of changes. */
export interface ApiStore {
  readonly apis: Collection<Api>;
  integrations(apiId: string): Collection<Integration>;
  routes(apiId: string): Collection<Route>;
  authorizers(apiId: string): Collection<Authorizer>;
  stages(apiId: string): Collection<Stage>;
  deployments(apiId: string): Collection<Deployment>;
  /** Throws NotFoundException. */
  api(apiId: string | undefined): Api;
  /** An API's routing as it is now. */
  snapshot(apiId: string): Snapshot;
  drop(apiId: string): void;
  /** Says that an API, or what belongs to it, is no longer what it was. */
  changed(apiId: string): void;
  onChange(listener: (apiId: string) => void): void;
}

/** Lays API Gateway's records out over `storage`. */
export function createApiStore(storage: Storage): ApiStore {
  const listeners: ((apiId: string) => void)[] = [];
  const apis = storage.collection<Api>('apigateway/apis');
  const of = <T>(kind: (typeof PER_API)[number], apiId: string) =>
    storage.collection<T>(`apigateway/${kind}/${apiId}`);
  const changed = (apiId: string) => {
    for (const listener of listeners) listener(apiId);
  };
  return {
    apis,
    integrations: (apiId) => of('integrations', apiId),
    routes: (apiId) => of('routes', apiId),
    authorizers: (apiId) => of('authorizers', apiId),
    stages: (apiId) => of('stages', apiId),
    deployments: (apiId) => of('deployments', apiId),
    api(apiId) {
      const found = apis.get(apiId ?? '');
      if (!found) throw notFound('API', apiId);
      return found;
    },
    snapshot(apiId) {
      return {
        routes: [...of<Route>('routes', apiId).values()],
        integrations: [...of<Integration>('integrations', apiId).values()],
        authorizers: [...of<Authorizer>('authorizers', apiId).values()],
        cors: apis.get(apiId)?.CorsConfiguration,
      };
    },
    drop(apiId) {
      for (const kind of PER_API) {
        const collection = of<unknown>(kind, apiId);
        for (const [key] of [...collection.entries()]) collection.delete(key);
      }
      apis.delete(apiId);
      changed(apiId);
    },
    changed,
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

/** The item of that id. Throws NotFoundException naming the kind. */
export function requireItem<T>(items: Collection<T>, kind: string, id: string | undefined): T {
  const found = items.get(id ?? '');
  if (found === undefined) throw notFound(kind, id);
  return found;
}

/** One page, by the REST bindings' textual `maxResults` and opaque `nextToken`. */
export function page<T>(
  items: readonly T[],
  maxResults: string | undefined,
  nextToken: string | undefined,
): { Items: readonly T[]; NextToken: string | undefined } {
  const size = maxResults === undefined ? 100 : Number(maxResults);
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw badRequest('Invalid maxResults parameter.');
  if (!Number.isInteger(start) || start < 0) throw badRequest('Invalid nextToken parameter.');
  const end = start + size;
  const NextToken = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { Items: items.slice(start, end), NextToken };
}
