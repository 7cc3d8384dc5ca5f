import type { SignUpRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { attributeRecord } from './describe.ts';

/** Asks the PreSignUp trigger of somebody who signs up; undefined where the pool has none. Throws what triggers throw. */
export function firePreSignUp(
  { triggers }: Pick<CognitoState, 'triggers'>,
  pool: UserPool,
  user: User,
  input: Pick<SignUpRequest, 'ClientId' | 'ValidationData' | 'ClientMetadata'>,
) {
  return triggers.fire(pool, 'PreSignUp', user, {
    source: 'PreSignUp_SignUp',
    clientId: input.ClientId,
    request: {
      validationData: input.ValidationData ? attributeRecord(input.ValidationData) : null,
      ...(input.ClientMetadata ? { clientMetadata: input.ClientMetadata } : {}),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
}

/**
 * The user as the trigger wants it: confirmed, and with addresses that are verified. Throws InvalidLambdaResponseException
 * where it verifies without confirming, or an address that is not there
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html).
 */
export function afterPreSignUp(user: User, answer: Readonly<Record<string, unknown>> | undefined): User {
  if (!answer) return user;
  const verified = (['email', 'phone_number'] as const).filter(
    (attribute) => answer[attribute === 'email' ? 'autoVerifyEmail' : 'autoVerifyPhone'] === true,
  );
  const confirms = answer.autoConfirmUser === true;
  if (verified.length > 0 && !confirms) {
    throw invalidResponse('Phone or email cannot be auto verified, when user is not being auto confirmed.');
  }
  const missing = verified.find((attribute) => !user.attributes[attribute]);
  if (missing) {
    const words = { email: 'Email', phone_number: 'Phone number' };
    throw invalidResponse(
      `${words[missing]} cannot be auto verified, when the user has no ${missing} attribute.`,
    );
  }
  const attributes = Object.fromEntries(verified.map((attribute) => [`${attribute}_verified`, 'true']));
  return {
    ...user,
    status: confirms ? 'CONFIRMED' : user.status,
    attributes: { ...user.attributes, ...attributes },
  };
}

function invalidResponse(message: string): AwsError {
  return new AwsError('InvalidLambdaResponseException', message);
}
