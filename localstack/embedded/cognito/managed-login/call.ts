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

/** Where AWS's own words are for programs. */
const SENTENCES: Readonly<Record<string, string>> = {
  CodeMismatchException: 'This code is not right. Please try again.',
  EnableSoftwareTokenMFAException: 'This code is not right. Please enter the one that is shown now.',
  ExpiredCodeException: 'This code cannot be used any more. Please use a new one.',
};

/** What a page says of an error that a person can do something about; rethrows any other. */
export function sentenceFor(thrown: unknown): string {
  if (thrown instanceof AwsError && thrown.status < 500) return SENTENCES[thrown.code] ?? thrown.message;
  throw thrown;
}
