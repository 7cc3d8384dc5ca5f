import type { Execution } from './model.ts';

/** Where an execution stands before its first event: of no state yet, with nothing to show. */
export function notBegun(): Pick<
  Execution,
  'status' | 'stopDate' | 'output' | 'error' | 'cause' | 'events' | 'root' | 'timeout'
> {
  return {
    status: 'RUNNING',
    stopDate: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    events: [],
    root: undefined,
    timeout: undefined,
  };
}
