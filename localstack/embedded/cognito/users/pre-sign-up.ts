import type { SignUpRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { attributeRecord } from './describe.ts';

type PreSignUpAnswer = Readonly<Record<string, unknown>> | undefined;

/** Asks the PreSignUp trigger of somebody who is new; undefined where the pool has none. Throws what triggers throw. */
export function firePreSignUp(
  { triggers }: Pick<CognitoState, 'triggers'>,
  pool: UserPool,
  user: User,
  source: 'AdminCreateUser' | 'ExternalProvider' | 'SignUp',
  input: Partial<Pick<SignUpRequest, 'ClientId' | 'ValidationData' | 'ClientMetadata'>>,
): Promise<PreSignUpAnswer> {
  return triggers.fire(pool, 'PreSignUp', user, {
    source: `PreSignUp_${source}`,
    ...(input.ClientId === undefined ? {} : { clientId: input.ClientId }),
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
export function afterPreSignUp(user: User, answer: PreSignUpAnswer): User {
  if (!answer) return user;
  const verified = verifiedBy(answer);
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
  return {
    ...user,
    status: confirms ? 'CONFIRMED' : user.status,
    attributes: { ...user.attributes, ...verifications(verified) },
  };
}

/** The attributes by which the trigger says that addresses of somebody whom a provider has proved are verified. */
export function providerVerifications(answer: PreSignUpAnswer): Record<string, string> {
  return answer ? verifications(verifiedBy(answer)) : {};
}

type Address = 'email' | 'phone_number';

function verifiedBy(answer: NonNullable<PreSignUpAnswer>): Address[] {
  const members = { email: 'autoVerifyEmail', phone_number: 'autoVerifyPhone' } as const;
  return (['email', 'phone_number'] as const).filter((address) => answer[members[address]] === true);
}

function verifications(addresses: readonly Address[]): Record<string, string> {
  return Object.fromEntries(addresses.map((address) => [`${address}_verified`, 'true']));
}

function invalidResponse(message: string): AwsError {
  return new AwsError('InvalidLambdaResponseException', message);
}
