import { cognito } from './people.ts';
import { target } from './target.ts';

const { UserPool } = await cognito.describeUserPool({ UserPoolId: target.userPoolId });

/** Who may sign up at the target, as its setting SIGN_UP says. */
export const signUpMode: 'invite' | 'domains' | 'open' = UserPool?.AdminCreateUserConfig
  ?.AllowAdminCreateUserOnly
  ? 'invite'
  : UserPool?.LambdaConfig?.PreSignUp
    ? 'domains'
    : 'open';

/** For `describe.skipIf`: why nobody signs up here. Empty where people do. */
export const withoutSignUp = signUpMode === 'invite' ? `${target.name} lets only admins add people` : '';
