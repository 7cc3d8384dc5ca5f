import type { EmbeddedContext } from '../core/context.ts';
import type { TraceStore } from './traces.ts';

/** What X-Ray keeps, and what its operations need besides. */
export interface XRayState {
  readonly context: EmbeddedContext;
  readonly traces: TraceStore;
}
