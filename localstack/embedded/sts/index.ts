import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { declarations } from './operations/index.ts';

/** STS: who a caller is, and temporary credentials of a role. */
export function createStsService(context: EmbeddedContext): Service {
  return {
    name: 'sts',
    signingName: 'sts',
    protocols: ['query'],
    ...declaredParts(context, declarations),
  };
}
