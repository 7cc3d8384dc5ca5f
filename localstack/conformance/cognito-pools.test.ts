import {
  CognitoIdentityProvider,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, skipElsewhere, startBackend } from '../testing/backend.ts';
import type { Backend } from '../testing/embedded.ts';
import { aPool, aUser } from './cognito-fixtures.ts';

let backend: Backend;
let cognito: CognitoIdentityProvider;

beforeAll(async () => {
  backend = await startBackend(['cognitoidentityprovider']);
  cognito = backend.client(CognitoIdentityProvider);
});

afterAll(() => backend[Symbol.asyncDispose]());

describe('user pools', () => {
  it('are read back as they were made', async () => {
    const asked: Partial<CreateUserPoolRequest> = {
      Policies: {
        PasswordPolicy: { MinimumLength: 12, RequireLowercase: true, TemporaryPasswordValidityDays: 3 },
      },
      MfaConfiguration: 'OFF',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UsernameConfiguration: { CaseSensitive: false },
      UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: false },
      DeletionProtection: 'INACTIVE',
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', EmailSubject: 'Your code' },
      UserPoolTier: 'ESSENTIALS',
    };
    const { UserPool } = await cognito.createUserPool({
      PoolName: 'read-back',
      ...asked,
      UserPoolTags: { Stage: 'test', project: 'expenses' },
      Schema: [{ Name: 'manager', AttributeDataType: 'String', Mutable: true }],
    });
    const read = (await cognito.describeUserPool({ UserPoolId: UserPool?.Id })).UserPool;
    expect(read).toMatchObject({
      Name: 'read-back',
      ...asked,
      UserPoolTags: { Stage: 'test', project: 'expenses' },
    });
    expect(read?.Id).toMatch(/^us-east-1_[0-9a-zA-Z]{9}$/);
    expect(read?.CreationDate).toBeInstanceOf(Date);
    expect(read?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:manager');
  });

  it('have the default password policy of AWS', async () => {
    const { UserPool } = await cognito.createUserPool({ PoolName: 'defaults' });
    expect(UserPool?.Policies?.PasswordPolicy).toEqual({
      MinimumLength: 8,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    });
  });

  it('lose on update what the update leaves out, but never how users are named', async () => {
    const { userPoolId } = await aPool(cognito);
    await cognito.updateUserPool({
      UserPoolId: userPoolId,
      Policies: { PasswordPolicy: { MinimumLength: 20 } },
    });
    const { UserPool } = await cognito.describeUserPool({ UserPoolId: userPoolId });
    expect(UserPool).toMatchObject({
      UsernameAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 20 } },
    });
    expect(UserPool?.AutoVerifiedAttributes).toBeUndefined();
  });

  it('refuse a password length outside 6 to 99', async () => {
    const create = cognito.createUserPool({
      PoolName: 'short',
      Policies: { PasswordPolicy: { MinimumLength: 5 } },
    });
    await expect(create).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('cannot be deleted while protected', async () => {
    const { UserPool } = await cognito.createUserPool({ PoolName: 'kept', DeletionProtection: 'ACTIVE' });
    await expect(cognito.deleteUserPool({ UserPoolId: UserPool?.Id })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are gone with their clients once deleted', async () => {
    const { userPoolId, clientId } = await aPool(cognito);
    await cognito.deleteUserPool({ UserPoolId: userPoolId });
    await expect(cognito.describeUserPool({ UserPoolId: userPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool ${userPoolId} does not exist.`,
    });
    await expect(
      cognito.initiateAuth({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {} }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('name a trigger that would never run instead of keeping it', async () => {
    skipElsewhere('a limit of the embedded AWS');
    const create = cognito.createUserPool({
      PoolName: 'custom-message',
      LambdaConfig: { CustomMessage: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:mail` },
    });
    await expect(create).rejects.toMatchObject({ message: expect.stringContaining('trigger CustomMessage') });
  });

  it('keep their MFA configuration', async () => {
    const { userPoolId } = await aPool(cognito);
    const config = {
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    } as const;
    await cognito.setUserPoolMfaConfig({ UserPoolId: userPoolId, ...config });
    expect(await cognito.getUserPoolMfaConfig({ UserPoolId: userPoolId })).toMatchObject(config);
  });

  it('are listed in pages', async () => {
    await aPool(cognito);
    await aPool(cognito);
    const first = await cognito.listUserPools({ MaxResults: 1 });
    const second = await cognito.listUserPools({ MaxResults: 1, NextToken: first.NextToken });
    expect(second.UserPools?.[0]?.Id).not.toBe(first.UserPools?.[0]?.Id);
  });

  it('are tagged and untagged', async () => {
    const { userPoolId } = await aPool(cognito);
    const { UserPool } = await cognito.describeUserPool({ UserPoolId: userPoolId });
    await cognito.tagResource({ ResourceArn: UserPool?.Arn, Tags: { team: 'finance', Stage: 'dev' } });
    await cognito.untagResource({ ResourceArn: UserPool?.Arn, TagKeys: ['team'] });
    expect((await cognito.listTagsForResource({ ResourceArn: UserPool?.Arn })).Tags).toEqual({
      Stage: 'dev',
    });
  });
});

describe('app clients', () => {
  it('are read back as they were made', async () => {
    const asked = {
      AccessTokenValidity: 15,
      IdTokenValidity: 30,
      RefreshTokenValidity: 12,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      ReadAttributes: ['email'],
      WriteAttributes: ['email'],
    } as const;
    const { userPoolId, clientId } = await aPool(cognito, {}, structuredClone(asked) as object);
    const { UserPoolClient } = await cognito.describeUserPoolClient({
      UserPoolId: userPoolId,
      ClientId: clientId,
    });
    expect(UserPoolClient).toMatchObject({ ClientName: 'app', UserPoolId: userPoolId, ...asked });
    expect(UserPoolClient?.ClientSecret).toBeUndefined();
    expect(clientId).toMatch(/^[a-z0-9]{26}$/);
  });

  it.each([
    [
      'access tokens of two seconds',
      { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'seconds' } },
    ],
    ['access tokens of two days', { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'days' } }],
    ['ID tokens of four minutes', { IdTokenValidity: 4, TokenValidityUnits: { IdToken: 'minutes' } }],
    [
      'refresh tokens of ten minutes',
      { RefreshTokenValidity: 10, TokenValidityUnits: { RefreshToken: 'minutes' } },
    ],
  ])('refuse %s', async (_, settings) => {
    await expect(aPool(cognito, {}, settings as object)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Invalid range for token validity'),
    });
  });

  it('have a secret where one is asked for', async () => {
    const { userPoolId, clientId } = await aPool(cognito, {}, { GenerateSecret: true });
    const { UserPoolClient } = await cognito.describeUserPoolClient({
      UserPoolId: userPoolId,
      ClientId: clientId,
    });
    expect(UserPoolClient?.ClientSecret).toMatch(/^[a-z0-9]{51}$/);
  });

  it('are changed and deleted', async () => {
    const { userPoolId, clientId } = await aPool(cognito);
    await cognito.updateUserPoolClient({ UserPoolId: userPoolId, ClientId: clientId, ClientName: 'renamed' });
    const { UserPoolClients } = await cognito.listUserPoolClients({ UserPoolId: userPoolId, MaxResults: 10 });
    expect(UserPoolClients).toEqual([{ ClientId: clientId, UserPoolId: userPoolId, ClientName: 'renamed' }]);
    await cognito.deleteUserPoolClient({ UserPoolId: userPoolId, ClientId: clientId });
    await expect(
      cognito.describeUserPoolClient({ UserPoolId: userPoolId, ClientId: clientId }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('groups', () => {
  it('are made, changed, listed and deleted', async () => {
    const { userPoolId } = await aPool(cognito);
    const key = { UserPoolId: userPoolId, GroupName: 'manager' };
    await cognito.createGroup({ ...key, Description: 'approves', Precedence: 5 });
    await cognito.updateGroup({ ...key, Description: 'approves reports' });
    expect((await cognito.getGroup(key)).Group).toMatchObject({
      ...key,
      Description: 'approves reports',
      Precedence: 5,
    });
    expect((await cognito.listGroups({ UserPoolId: userPoolId })).Groups).toHaveLength(1);
    await cognito.deleteGroup(key);
    await expect(cognito.getGroup(key)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });

  it('are made once', async () => {
    const { userPoolId } = await aPool(cognito);
    const create = () => cognito.createGroup({ UserPoolId: userPoolId, GroupName: 'finance' });
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'GroupExistsException',
      message: 'A group with the name already exists.',
    });
  });

  it('have members, until these are removed', async () => {
    const pool = await aPool(cognito);
    const email = await aUser(cognito, pool);
    const key = { UserPoolId: pool.userPoolId, GroupName: 'finance' };
    await cognito.createGroup(key);
    await cognito.adminAddUserToGroup({ ...key, Username: email });
    await cognito.adminAddUserToGroup({ ...key, Username: email });
    expect((await cognito.listUsersInGroup(key)).Users).toHaveLength(1);
    const user = { UserPoolId: pool.userPoolId, Username: email };
    expect((await cognito.adminListGroupsForUser(user)).Groups).toMatchObject([{ GroupName: 'finance' }]);
    await cognito.adminRemoveUserFromGroup({ ...key, Username: email });
    expect((await cognito.adminListGroupsForUser(user)).Groups).toEqual([]);
  });
});

describe('domains and resource servers', () => {
  it('show a domain on its pool until it is deleted', async () => {
    const { userPoolId } = await aPool(cognito);
    const key = { UserPoolId: userPoolId, Domain: `expenses-${Math.trunc(performance.now() * 1000)}` };
    await cognito.createUserPoolDomain(key);
    expect((await cognito.describeUserPoolDomain(key)).DomainDescription).toMatchObject({
      ...key,
      Status: 'ACTIVE',
    });
    expect((await cognito.describeUserPool(key)).UserPool?.Domain).toBe(key.Domain);
    await cognito.deleteUserPoolDomain(key);
    expect((await cognito.describeUserPoolDomain(key)).DomainDescription?.Domain).toBeUndefined();
  });

  it.each([
    ['scopes that no API has', { AllowedOAuthScopes: ['api/read'] }, 'ScopeDoesNotExistException'],
    ['a provider that is not there', { SupportedIdentityProviders: ['Nobody'] }, 'InvalidParameterException'],
    [
      'plain HTTP to another machine',
      { CallbackURLs: ['http://app.example.com/'] },
      'InvalidParameterException',
    ],
    [
      'a default address of no list',
      { DefaultRedirectURI: 'https://a.example.com/' },
      'InvalidParameterException',
    ],
    ['flows without scopes', { AllowedOAuthFlowsUserPoolClient: true }, 'InvalidParameterException'],
    [
      "a client's own grant without a secret",
      { AllowedOAuthFlows: ['client_credentials'] },
      'InvalidOAuthFlowException',
    ],
  ] as const)('refuse a client that asks for %s', async (_what, settings, name) => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    const client = { UserPoolId, ClientName: 'web', ...settings } as CreateUserPoolClientRequest;
    await expect(cognito.createUserPoolClient(client)).rejects.toMatchObject({ name });
  });

  it('refuse a second domain of a kind for one pool', async () => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    const [one, two] = ['one', 'two'].map((word) => `${word}-${Math.trunc(performance.now() * 1000)}`);
    await cognito.createUserPoolDomain({ UserPoolId, Domain: one });
    await expect(cognito.createUserPoolDomain({ UserPoolId, Domain: two })).rejects.toThrow(
      'User pool already has a domain configured.',
    );
  });

  it.each(['UPPER', '-a', 'my-cognito'])('refuse the domain %s', async (Domain) => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    await expect(cognito.createUserPoolDomain({ UserPoolId, Domain })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('keep the scopes of a resource server', async () => {
    const { userPoolId } = await aPool(cognito);
    const key = { UserPoolId: userPoolId, Identifier: 'https://expenses.example.com' };
    const server = { ...key, Name: 'expenses', Scopes: [{ ScopeName: 'read', ScopeDescription: 'to read' }] };
    await cognito.createResourceServer(server);
    expect((await cognito.describeResourceServer(key)).ResourceServer).toEqual(server);
  });
});

describe('what is not there', () => {
  it('is named', async () => {
    skipElsewhere('a limit of the embedded AWS');
    const { userPoolId } = await aPool(cognito);
    await expect(cognito.describeRiskConfiguration({ UserPoolId: userPoolId })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('DescribeRiskConfiguration'),
    });
  });
});
