import { CognitoUserGroup } from '@cdktf/provider-aws/lib/cognito-user-group/index.js';
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool/index.js';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client/index.js';
import { Construct } from 'constructs';
import type { AppFunction } from './app-function.ts';
import type { Grantee } from './service-role.ts';
import { allow } from './statements.ts';

/** The roles of the product, each a group of the pool; a lower precedence wins where Cognito has to choose. */
const GROUPS = [
  { name: 'admin', precedence: 1, description: 'Manages people, their managers and their roles' },
  {
    name: 'finance',
    precedence: 2,
    description: 'Approves large expenses and those of people without a manager',
  },
  { name: 'manager', precedence: 3, description: 'Approves the expenses of their reports' },
  { name: 'employee', precedence: 4, description: 'Hands in expenses' },
];

/**
 * What every client by which people sign in has in common. They may read and change attributes of their own; roles are
 * groups, and not among them.
 */
export function signInClient() {
  return {
    generateSecret: false,
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: 60,
    idTokenValidity: 60,
    refreshTokenValidity: 30,
    tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }],
    readAttributes: ['email', 'email_verified', 'name'],
    writeAttributes: ['email', 'name'],
  };
}

export interface StaffPoolProps {
  readonly name: string;
  /** Whether the pool refuses to be deleted. */
  readonly protectData: boolean;
  /** Whether only administrators add people. */
  readonly inviteOnly: boolean;
  /** Called by Cognito when a person signs up, and may refuse them; default: everybody may sign up. */
  readonly preSignUp?: AppFunction;
  /** Called by Cognito when a person has confirmed their sign-up. */
  readonly signUp: AppFunction;
}

/** The actions of an administrator on the pool. */
export type PoolAction =
  | 'AdminAddUserToGroup'
  | 'AdminDisableUser'
  | 'AdminEnableUser'
  | 'AdminGetUser'
  | 'AdminListGroupsForUser'
  | 'AdminRemoveUserFromGroup'
  | 'AdminUserGlobalSignOut';

/** The user pool: sign-in by email and password, with groups as roles. */
export class StaffPool extends Construct {
  readonly id: string;
  readonly arn: string;
  readonly clientId: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: StaffPoolProps) {
    super(scope, id);
    const pool = new CognitoUserPool(this, 'pool', {
      name: props.name,
      // What managed login, its branding and the rotation of refresh tokens need.
      userPoolTier: 'ESSENTIALS',
      usernameAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ['email'],
      passwordPolicy: {
        minimumLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: false,
        temporaryPasswordValidityDays: 7,
      },
      accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
      adminCreateUserConfig: { allowAdminCreateUserOnly: props.inviteOnly },
      // A changed address must be verified before it counts, or a person could take over another one's.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ['email'] },
      // A person who sets up an authenticator application is asked for its code from then on.
      mfaConfiguration: 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      deletionProtection: props.protectData ? 'ACTIVE' : 'INACTIVE',
      ...(props.protectData && { lifecycle: { preventDestroy: true } }),
      lambdaConfig: {
        ...(props.preSignUp && { preSignUp: props.preSignUp.arn }),
        postConfirmation: props.signUp.arn,
      },
    });
    for (const trigger of [props.signUp, props.preSignUp]) {
      trigger?.allowInvocation('cognito', 'cognito-idp.amazonaws.com', pool.arn);
    }
    for (const group of GROUPS) new CognitoUserGroup(this, group.name, { userPoolId: pool.id, ...group });

    this.id = pool.id;
    this.arn = pool.arn;
    this.clientId = this.client(props.name);
    this.issuer = `https://${pool.endpoint}`;
  }

  /** Allows administrative actions on this pool. */
  grantAdmin(grantee: Grantee, need: string, actions: readonly PoolAction[]): void {
    grantee.grant(
      need,
      allow(
        actions.map((action) => `cognito-idp:${action}`),
        [this.arn],
      ),
    );
  }

  private client(name: string): string {
    return new CognitoUserPoolClient(this, 'client', {
      name: `${name}-client`,
      userPoolId: this.id,
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...signInClient(),
    }).id;
  }
}
