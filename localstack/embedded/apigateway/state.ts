import type { EmbeddedContext } from '../core/context.ts';
import type { ApiStore } from './store.ts';

/** What API Gateway's operations work on. */
export interface ApiGatewayState {
  readonly context: EmbeddedContext;
  readonly store: ApiStore;
}
