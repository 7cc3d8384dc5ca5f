import { describe, expect, test } from 'vitest';
import { isKnownKey, tagAskedFor } from './condition-keys.ts';

describe('a condition key', () => {
  test.each([
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalServiceName',
    'aws:PrincipalType',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceIp',
    'aws:userid',
    'aws:username',
    'aws:ViaAWSService',
    'aws:PrincipalTag/team',
    'aws:RequestTag/team',
    'aws:ResourceTag/team',
    'iam:PassedToService',
    'iam:PermissionsBoundary',
    'kms:CallerAccount',
    'kms:EncryptionContext:table',
    'kms:EncryptionContextKeys',
    'kms:ViaService',
    'lambda:FunctionArn',
    's3:delimiter',
    's3:max-keys',
    's3:prefix',
    's3:VersionId',
    's3:x-amz-acl',
    's3:x-amz-server-side-encryption',
    's3:x-amz-storage-class',
    'sts:ExternalId',
    'sts:RoleSessionName',
  ])('%s can be asked for, in whichever case', (key) => {
    expect([key, key.toLowerCase(), key.toUpperCase()].map(isKnownKey)).toEqual([true, true, true]);
  });

  test.each([
    '',
    'aws:',
    'aws:Colour',
    // A tag without a name, and names that only end or begin as a key does.
    'aws:RequestTag/',
    'kms:EncryptionContext:',
    'my-aws:RequestTag/team',
    'x:s3:prefix',
    's3:prefixes',
  ])('%j cannot', (key) => {
    expect(isKnownKey(key)).toBe(false);
  });
});

describe('the tag that a key asks for', () => {
  test.each([
    ['aws:RequestTag/Team', { of: 'request', tag: 'team' }],
    ['AWS:RESOURCETAG/a/b', { of: 'resource', tag: 'a/b' }],
    ['aws:PrincipalTag/team', undefined],
    ['x/aws:RequestTag/team', undefined],
    ['x/aws:ResourceTag/team', undefined],
  ])('%s: %j', (key, tag) => {
    expect(tagAskedFor(key)).toEqual(tag);
  });
});
