import type { VerifySoftwareTokenRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { failChallenge } from '../../auth/challenges.ts';
import { required } from '../../errors.ts';
import { softwareTokenNotFound } from '../../mfa/software-token.ts';
import { nextSession, setupOwner } from '../../mfa/software-token-setup.ts';
import { stepOf } from '../../mfa/totp.ts';
import type { SoftwareToken } from '../../model.ts';
import type { CognitoState } from '../../state.ts';

/** VerifySoftwareToken: by the first code of the user's authenticator application. */
export const verifySoftwareToken = defineOperation({
  name: 'VerifySoftwareToken',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: VerifySoftwareTokenRequest) {
    const { context, store } = state;
    const code = required(input.UserCode, 'userCode');
    const owner = await setupOwner(state, input);
    const secret = owner.user.pendingSecret;
    if (secret === undefined) throw softwareTokenNotFound();
    const step = stepOf(secret, code, context.clock.now());
    if (step === undefined) {
      if (owner.waiting) failChallenge(store, owner.waiting.session);
      throw new AwsError(
        'EnableSoftwareTokenMFAException',
        'Code mismatch and fail enable Software Token MFA',
      );
    }
    const Session = nextSession(state, owner, { verified: true });
    const softwareToken: SoftwareToken = {
      secret,
      usedSteps: [step],
      ...(input.FriendlyDeviceName ? { deviceName: input.FriendlyDeviceName } : {}),
    };
    store.users(owner.pool.id).change(owner.user.username, ({ mfa }) => ({
      softwareToken,
      pendingSecret: undefined,
      // A pool that requires it asks for it from now on; elsewhere users choose it by their preference.
      ...(owner.waiting ? { mfa: { ...mfa, softwareToken: true } } : {}),
      updatedAt: context.clock.now(),
    }));
    return { Status: 'SUCCESS' as const, Session };
  },
});
