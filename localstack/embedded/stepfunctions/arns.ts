import type { EmbeddedContext } from '../core/context.ts';

/** An ARN of this account and region, e.g. `arnOf(context, 'stateMachine', 'payment')`. */
export function arnOf(context: EmbeddedContext, ...parts: readonly string[]): string {
  return `arn:aws:states:${context.region}:${context.accountId}:${parts.join(':')}`;
}
