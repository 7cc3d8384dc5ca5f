import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateRoleCommand, DeleteRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TAG_AWARE_SERVICES } from '../embedded/iam/evaluation/condition-keys.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aRole, clientOf, policyOf, trustOf } from '../testing/roles.ts';
import { uniqueName } from '../testing/unique-name.ts';

const ASKED_TO_BE_OURS = { StringEquals: { 'aws:RequestTag/Team': 'ours' } };
const IS_OURS = { StringEquals: { 'aws:ResourceTag/Team': 'ours' } };
const ours = [{ TagKey: 'Team', TagValue: 'ours' }];
const theirs = [{ TagKey: 'Team', TagValue: 'theirs' }];

let aws: StartedEmbedded;
beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 'kms', 'cognitoidentityprovider'] });
});
afterAll(() => aws[Symbol.asyncDispose]());

const aKey = async (Tags = ours, kms = aws.client(KMSClient)) =>
  (await kms.send(new CreateKeyCommand({ Tags }))).KeyMetadata?.KeyId;

describe('a permission on condition of tags', () => {
  test('holds for keys that are made with them, and for no others', async () => {
    const allowed = {
      Action: ['kms:CreateKey', 'kms:TagResource'],
      Resource: '*',
      Condition: ASKED_TO_BE_OURS,
    };
    const kms = clientOf(aws, await aRole(aws, [allowed]), KMSClient);
    await aKey(ours, kms);
    await expect(aKey(theirs, kms)).rejects.toThrow('not authorized to perform: kms:CreateKey');
    await expect(aKey([], kms)).rejects.toThrow('not authorized to perform: kms:CreateKey');
  });

  test('to make a key is none to tag it', async () => {
    const allowed = { Action: 'kms:CreateKey', Resource: '*', Condition: ASKED_TO_BE_OURS };
    const kms = clientOf(aws, await aRole(aws, [allowed]), KMSClient);
    await expect(aKey(ours, kms)).rejects.toThrow('not authorized to perform: kms:TagResource');
  });

  test('holds for keys that have them, and for no others', async () => {
    const allowed = { Action: 'kms:*', Resource: '*', Condition: IS_OURS };
    const kms = clientOf(aws, await aRole(aws, [allowed]), KMSClient);
    const PendingWindowInDays = 7;
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: await aKey(), PendingWindowInDays }));
    const KeyId = await aKey(theirs);
    await expect(kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }))).rejects.toThrow(
      'not authorized',
    );
    await expect(kms.send(new TagResourceCommand({ KeyId, Tags: ours }))).rejects.toThrow('not authorized');
  });

  test('holds for user pools alike', async () => {
    const on = { Resource: '*' };
    const roleArn = await aRole(aws, [
      { Action: 'cognito-idp:CreateUserPool', ...on, Condition: ASKED_TO_BE_OURS },
      { Action: 'cognito-idp:DescribeUserPool', ...on, Condition: IS_OURS },
    ]);
    const cognito = clientOf(aws, roleArn, CognitoIdentityProviderClient);
    const root = aws.client(CognitoIdentityProviderClient);
    const create = (Team: string, by: CognitoIdentityProviderClient) =>
      by.send(new CreateUserPoolCommand({ PoolName: 'pool', UserPoolTags: { Team } }));
    const read = (UserPoolId: string | undefined) =>
      cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    await read((await create('ours', cognito)).UserPool?.Id);
    await expect(create('theirs', cognito)).rejects.toThrow('not authorized');
    await expect(read((await create('theirs', root)).UserPool?.Id)).rejects.toThrow('not authorized');
  });

  test('holds for roles alike', async () => {
    const iam = clientOf(
      aws,
      await aRole(aws, [{ Action: 'iam:DeleteRole', Resource: '*', Condition: IS_OURS }]),
      IAMClient,
    );
    const create = async (Value: string) => {
      const role = {
        RoleName: uniqueName('role'),
        AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com'),
      };
      await aws.client(IAMClient).send(new CreateRoleCommand({ ...role, Tags: [{ Key: 'Team', Value }] }));
      return { RoleName: role.RoleName };
    };
    await iam.send(new DeleteRoleCommand(await create('ours')));
    await expect(iam.send(new DeleteRoleCommand(await create('theirs')))).rejects.toThrow('not authorized');
  });
});

test('tags of resources that cannot be asked for are refused by name when the policy is made', async () => {
  const RoleName = (await aRole(aws, [])).split('/').at(-1);
  const PolicyDocument = policyOf({ Action: ['kms:*', 'sqs:*'], Resource: '*', Condition: IS_OURS });
  await expect(
    aws.client(IAMClient).send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument })),
  ).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringContaining('cannot decide the condition key "aws:ResourceTag/Team" for "sqs:*"'),
  });
});

test('the services whose tags can be asked for say them', async () => {
  await using all = await startEmbedded();
  const aware = [...all.aws.services.values()]
    .filter(({ tagsOf }) => tagsOf)
    .map(({ signingName }) => signingName);
  expect(aware.sort()).toEqual([...TAG_AWARE_SERVICES].sort());
});
