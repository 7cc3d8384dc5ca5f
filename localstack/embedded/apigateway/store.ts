import type { Collection, Storage } from '../storage/storage.ts';
import { notFound } from './errors.ts';
import type { Api, Authorizer, Deployment, Integration, Route, Snapshot, Stage } from './model.ts';

const PER_API = ['integrations', 'routes', 'authorizers', 'stages', 'deployments'] as const;

/** All that API Gateway keeps, and who listens to changes of it. */
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
  /** Deletes an API with all that belongs to it. */
  drop(apiId: string): void;
  /** Calls the listeners: an API, or what belongs to it, has changed. */
  changed(apiId: string): void;
  /** The listener is called with the id of each API that changes. */
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
    /** The listener is called with the id of each API that changes. */
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
