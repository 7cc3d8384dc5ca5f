import type { RuntimeError } from '../execution/messages.ts';

/** The shape in which Lambda's Node runtime reports whatever a handler threw. */
export function runtimeError(thrown: unknown): RuntimeError {
  if (thrown instanceof Error || (typeof thrown === 'object' && thrown !== null && 'stack' in thrown)) {
    const error = thrown as Error;
    return {
      errorType: error.name || 'Error',
      errorMessage: error.message,
      trace: String(error.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** An error of the runtime itself: the handler could not be loaded or called. */
export class RuntimeFault extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}
