import type { EmbeddedContext } from '../core/context.ts';

/** Where functions reach AWS: over their thread's port, so that an address is needed even where nothing listens. */
export function endpointOf(context: EmbeddedContext): string {
  try {
    return context.endpoint();
  } catch {
    return 'http://127.0.0.1:4566';
  }
}
