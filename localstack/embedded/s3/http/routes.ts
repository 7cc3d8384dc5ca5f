import { notImplemented } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';
import type { S3Declaration } from '../operation.ts';
import type { HttpBinding, Level } from './binding.ts';
import type { S3Request } from './request.ts';

/** The operation that a request means, and how it travels. */
export interface Route {
  readonly operation: string;
  readonly binding: HttpBinding;
}

/** Names in the query that choose an operation which is not emulated: refused by name, never taken for the plain one. */
const NOT_EMULATED = [
  'analytics',
  'attributes',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'metrics',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
];

/** Finds the route of a request. Throws NotImplemented or MethodNotAllowed, naming what was asked. */
export function createRoutes(declarations: readonly S3Declaration[]): (request: S3Request) => Route {
  const routes = new Map<string, Route>();
  const subresources = new Set<string>();
  for (const { name, binding } of declarations) {
    if (binding.level === 'control') continue;
    const { method, level, subresource = '', variant = '' } = binding;
    routes.set(keyOf(method, level, subresource, variant), { operation: name, binding });
    if (subresource) subresources.add(subresource);
  }
  const choosing = [...subresources, ...NOT_EMULATED];

  return (request) => {
    const level = request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
    const subresource = choosing.find((name) => request.query.has(name)) ?? '';
    const copy = request.headers['x-amz-copy-source'] !== undefined ? 'copy' : '';
    const list = level === 'bucket' && request.query.get('list-type') === '2' ? 'v2' : '';
    const found = routes.get(keyOf(request.method, level, subresource, copy + list));
    if (found) return found;
    if (subresource || copy) throw notImplemented('s3', `${request.method} ${level} ?${subresource || copy}`);
    throw s3Errors.methodNotAllowed(request.method);
  };
}

const keyOf = (method: string, level: Level, subresource: string, variant: string) =>
  `${method} ${level} ${subresource} ${variant}`;
