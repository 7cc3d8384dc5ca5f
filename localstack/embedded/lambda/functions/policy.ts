import type { ResourcePolicy } from '../../core/authorization.ts';
import { type FunctionStore, parseReference } from './store.ts';

/** The function's resource policy by the ARN of the function, or of one of its versions or aliases. */
export function policyOf(functions: FunctionStore, arn: string): ResourcePolicy | undefined {
  if (!arn.includes(':function:')) return undefined;
  const policy = functions.records.get(parseReference(arn).name)?.policy ?? [];
  return policy.length > 0 ? { Statement: policy } : undefined;
}
