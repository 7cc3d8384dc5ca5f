import { AwsError } from '../../core/errors.ts';
import type { CognitoState } from '../state.ts';

/** Calls an operation of Cognito's that needs no signature, as an application would: through the chain. Throws AwsError. */
export function callAsApplication<Output = Record<string, unknown>>(
  { context }: CognitoState,
  operation: string,
  input: object,
): Promise<Output> {
  const anonymous = { arn: 'anonymous', accountId: context.accountId };
  return context.call<Output>('cognitoidentityprovider', operation, input, anonymous);
}

/** What a page says of an error that a person can do something about; rethrows any other. */
export function sentenceFor(thrown: unknown): string {
  if (thrown instanceof AwsError && thrown.status < 500) return thrown.message;
  throw thrown;
}
