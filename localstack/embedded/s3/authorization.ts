import {
  type AuthorizationTable,
  type ConditionValues,
  type Need,
  type NeedsOf,
  nothing,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';
import { sourceOf } from './copy-source.ts';

const bucketArn = (bucket: unknown) => `arn:aws:s3:::${textOf(bucket)}`;
const objectArn = (bucket: unknown, key: unknown) => `${bucketArn(bucket)}/${textOf(key)}`;

const onBucket =
  (action: string): NeedsOf =>
  ({ Bucket }) => [{ action: `s3:${action}`, resource: bucketArn(Bucket) }];

const onObject =
  (action: string): NeedsOf =>
  ({ Bucket, Key }) => [{ action: `s3:${action}`, resource: objectArn(Bucket, Key) }];

/** S3 Control's tags of a resource by its ARN. */
const onArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `s3:${action}`, resource: textOf(ResourceArn) }];

/** Older versions are guarded by actions of their own, e.g. `GetObjectVersion`. */
const onVersion =
  (action: string, ofVersion: string): NeedsOf =>
  ({ Bucket, Key, VersionId }) => [
    {
      action: `s3:${VersionId === undefined ? action : ofVersion}`,
      resource: objectArn(Bucket, Key),
      conditions: given({ 's3:versionid': VersionId }),
    },
  ];

const listing =
  (action: string): NeedsOf =>
  ({ Bucket, Prefix, Delimiter, MaxKeys }) => [
    {
      action: `s3:${action}`,
      resource: bucketArn(Bucket),
      conditions: given({ 's3:prefix': Prefix, 's3:delimiter': Delimiter, 's3:max-keys': MaxKeys }),
    },
  ];

function given(values: Unchecked): ConditionValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === undefined ? undefined : String(value)]),
  );
}

/** Writing an object, with the tags and the access list that come along. */
function writing(input: Unchecked): Need[] {
  const resource = objectArn(input.Bucket, input.Key);
  const conditions = given({
    's3:x-amz-acl': input.ACL,
    's3:x-amz-server-side-encryption': input.ServerSideEncryption,
    's3:x-amz-storage-class': input.StorageClass,
  });
  return [
    { action: 's3:PutObject', resource, conditions },
    ...(input.Tagging === undefined ? [] : [{ action: 's3:PutObjectTagging', resource }]),
    ...(input.ACL === undefined ? [] : [{ action: 's3:PutObjectAcl', resource }]),
  ];
}

/** A copy reads one object and writes another. */
function copying(input: Unchecked): Need[] {
  // Read as the operation reads it, so that no other object is copied than the one that was asked for.
  const read = onVersion('GetObject', 'GetObjectVersion')(sourceOf(textOf(input.CopySource)), NOWHERE);
  return [...read, ...writing(input)];
}

/** S3's ARNs name neither account nor region. */
const NOWHERE = { accountId: '', region: '' };

/**
 * After «Required permissions for Amazon S3 API operations»
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html).
 */
export const authorization: AuthorizationTable = {
  CreateBucket: ({ Bucket, Tags }) =>
    (Array.isArray(Tags) && Tags.length > 0 ? ['CreateBucket', 'TagResource'] : ['CreateBucket']).map(
      (action) => ({ action: `s3:${action}`, resource: bucketArn(Bucket) }),
    ),
  HeadBucket: onBucket('ListBucket'),
  GetBucketLocation: onBucket('GetBucketLocation'),
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  DeleteBucket: onBucket('DeleteBucket'),
  PutBucketVersioning: onBucket('PutBucketVersioning'),
  GetBucketVersioning: onBucket('GetBucketVersioning'),
  PutBucketNotificationConfiguration: onBucket('PutBucketNotification'),
  GetBucketNotificationConfiguration: onBucket('GetBucketNotification'),
  GetBucketPolicyStatus: onBucket('GetBucketPolicyStatus'),
  GetBucketAcl: onBucket('GetBucketAcl'),
  PutBucketAcl: onBucket('PutBucketAcl'),
  GetObjectAcl: onVersion('GetObjectAcl', 'GetObjectVersionAcl'),
  PutObjectAcl: onVersion('PutObjectAcl', 'PutObjectVersionAcl'),
  PutObject: writing,
  GetObject: onVersion('GetObject', 'GetObjectVersion'),
  HeadObject: onVersion('GetObject', 'GetObjectVersion'),
  CopyObject: copying,
  DeleteObject: onVersion('DeleteObject', 'DeleteObjectVersion'),
  // Each of its objects is a DeleteObject of its own, with an outcome of its own.
  DeleteObjects: nothing,
  ListObjects: listing('ListBucket'),
  ListObjectsV2: listing('ListBucket'),
  ListObjectVersions: listing('ListBucketVersions'),
  CreateMultipartUpload: writing,
  UploadPart: onObject('PutObject'),
  CompleteMultipartUpload: onObject('PutObject'),
  AbortMultipartUpload: onObject('AbortMultipartUpload'),
  ListParts: onObject('ListMultipartUploadParts'),
  ListMultipartUploads: listing('ListBucketMultipartUploads'),
  GetObjectTagging: onVersion('GetObjectTagging', 'GetObjectVersionTagging'),
  PutObjectTagging: onVersion('PutObjectTagging', 'PutObjectVersionTagging'),
  DeleteObjectTagging: onVersion('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
  TagResource: onArn('TagResource'),
  UntagResource: onArn('UntagResource'),
  ListTagsForResource: onArn('ListTagsForResource'),
  GetPublicAccessBlock: onBucket('GetBucketPublicAccessBlock'),
  PutPublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
  DeletePublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
  GetBucketEncryption: onBucket('GetEncryptionConfiguration'),
  PutBucketEncryption: onBucket('PutEncryptionConfiguration'),
  DeleteBucketEncryption: onBucket('PutEncryptionConfiguration'),
  GetBucketLifecycleConfiguration: onBucket('GetLifecycleConfiguration'),
  PutBucketLifecycleConfiguration: onBucket('PutLifecycleConfiguration'),
  DeleteBucketLifecycle: onBucket('PutLifecycleConfiguration'),
  GetBucketCors: onBucket('GetBucketCORS'),
  PutBucketCors: onBucket('PutBucketCORS'),
  DeleteBucketCors: onBucket('PutBucketCORS'),
  GetBucketOwnershipControls: onBucket('GetBucketOwnershipControls'),
  PutBucketOwnershipControls: onBucket('PutBucketOwnershipControls'),
  DeleteBucketOwnershipControls: onBucket('PutBucketOwnershipControls'),
  GetBucketTagging: onBucket('GetBucketTagging'),
  PutBucketTagging: onBucket('PutBucketTagging'),
  DeleteBucketTagging: onBucket('PutBucketTagging'),
  GetBucketPolicy: onBucket('GetBucketPolicy'),
  PutBucketPolicy: onBucket('PutBucketPolicy'),
  DeleteBucketPolicy: onBucket('DeleteBucketPolicy'),
  GetBucketAccelerateConfiguration: onBucket('GetAccelerateConfiguration'),
  GetBucketRequestPayment: onBucket('GetBucketRequestPayment'),
  GetBucketLogging: onBucket('GetBucketLogging'),
  GetBucketWebsite: onBucket('GetBucketWebsite'),
  GetBucketReplication: onBucket('GetReplicationConfiguration'),
  GetObjectLockConfiguration: onBucket('GetBucketObjectLockConfiguration'),
};
