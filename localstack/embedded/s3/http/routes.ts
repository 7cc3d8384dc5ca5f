import { notImplemented } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';
import type { S3Declaration } from '../operation.ts';
import type { HttpBinding, Level } from './binding.ts';
import { NOT_EMULATED } from './not-emulated.ts';
import type { RequestLine } from './request.ts';

/** The operation that a request means, and how it travels. */
export interface Route {
  readonly operation: string;
  readonly binding: HttpBinding;
}

/** Finds the route of a request. Throws NotImplemented, naming the operation that was asked for, or MethodNotAllowed. */
export function createRoutes(declarations: readonly S3Declaration[]): (request: RequestLine) => Route {
  const routes = new Map<string, Route>();
  const subresources = new Set<string>();
  for (const { name, binding } of declarations) {
    if (binding.level === 'control') continue;
    const { method, level, subresource = '', variant = '' } = binding;
    routes.set(keyOf(method, level, subresource, variant), { operation: name, binding });
    if (subresource) subresources.add(subresource);
  }
  for (const { subresource } of NOT_EMULATED) subresources.add(subresource);
  const choosing = [...subresources];

  return (request) => {
    const level = request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
    const subresource = choosing.find((name) => request.query.has(name)) ?? '';
    const copy = request.headers['x-amz-copy-source'] !== undefined ? 'copy' : '';
    const list = level === 'bucket' && request.query.get('list-type') === '2' ? 'v2' : '';
    const found = routes.get(keyOf(request.method, level, subresource, copy + list));
    if (found) return found;
    const missing = missingOperation(request, level, subresource);
    if (missing !== undefined) throw notImplemented('s3', missing);
    throw s3Errors.methodNotAllowed(request.method);
  };
}

const keyOf = (method: string, level: Level, subresource: string, variant: string) =>
  `${method} ${level} ${subresource} ${variant}`;

/** The operation that is meant and not emulated: where several have the request's form, SDKs name theirs in the query. */
function missingOperation(
  { method, query }: RequestLine,
  level: Level,
  subresource: string,
): string | undefined {
  const candidates = NOT_EMULATED.filter(
    (one) => one.method === method && one.level === level && one.subresource === subresource,
  );
  const named = candidates.find(({ operation }) => operation === query.get('x-id'));
  const fitting = candidates.find(({ of }) => of === (query.has('id') ? 'id' : undefined));
  return (named ?? fitting ?? candidates[0])?.operation;
}
