import { readFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '..', 'docs', 'openapi.json');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The part of an operation of the API that API Gateway needs. */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** With parameters as both OpenAPI and API Gateway write them: `/expenses/{id}`. */
  readonly path: string;
  /** Needs no access token. */
  readonly public: boolean;
}

interface OpenApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId?: string; security?: unknown[] }>>>
  >;
}

/**
 * The operations of the API in the order of `docs/openapi.json`, which the application generates.
 * @throws when an operation has no `operationId`, which names its route
 */
export function readOperations(file = FILE): Operation[] {
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument;
  return Object.entries(document.paths).flatMap(([route, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => {
        const key = `${method.toUpperCase()} ${route}`;
        if (!operation.operationId) throw new Error(`docs/openapi.json: ${key} has no operationId.`);
        return {
          id: operation.operationId,
          method: method.toUpperCase(),
          path: route,
          public: operation.security?.length === 0,
        };
      }),
  );
}
