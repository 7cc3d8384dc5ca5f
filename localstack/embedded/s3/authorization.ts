import {
  type ConditionValues,
  type Need,
  type NeedsOf,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';

/**
 * The shapes of what operations need, after «Required permissions for Amazon S3 API operations»
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html).
 */

const bucketArn = (bucket: unknown) => `arn:aws:s3:::${textOf(bucket)}`;
const objectArn = (bucket: unknown, key: unknown) => `${bucketArn(bucket)}/${textOf(key)}`;

/** The permission for `action` on the bucket. */
export const onBucket =
  (action: string): NeedsOf =>
  ({ Bucket }) => [{ action: `s3:${action}`, resource: bucketArn(Bucket) }];

/** The permission for `action` on the object. */
export const onObject =
  (action: string): NeedsOf =>
  ({ Bucket, Key }) => [{ action: `s3:${action}`, resource: objectArn(Bucket, Key) }];

/** S3 Control's tags of a resource by its ARN. */
export const onArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `s3:${action}`, resource: textOf(ResourceArn) }];

/** Older versions are guarded by actions of their own, e.g. `GetObjectVersion`. */
export const onVersion =
  (action: string, ofVersion: string): NeedsOf =>
  ({ Bucket, Key, VersionId }) => [
    {
      action: `s3:${VersionId === undefined ? action : ofVersion}`,
      resource: objectArn(Bucket, Key),
      conditions: conditionsOf({ 's3:versionid': VersionId }),
    },
  ];

/** Deleting an object or a version; whoever compares its entity tag must be allowed to see that. */
export const deleting: NeedsOf = (input, place) => {
  const { IfMatch } = input;
  const [need] = onVersion('DeleteObject', 'DeleteObjectVersion')(input, place);
  const compares = IfMatch !== undefined && IfMatch !== '*';
  return [
    ...(need
      ? [{ ...need, conditions: { ...need.conditions, ...conditionsOf({ 's3:if-match': IfMatch }) } }]
      : []),
    ...(compares ? onObject('GetObject')(input, place) : []),
  ];
};

/** The permission for `action` on the bucket, with what the listing is asked for. */
export const listing =
  (action: string): NeedsOf =>
  ({ Bucket, Prefix, Delimiter, MaxKeys }) => [
    {
      action: `s3:${action}`,
      resource: bucketArn(Bucket),
      conditions: conditionsOf({ 's3:prefix': Prefix, 's3:delimiter': Delimiter, 's3:max-keys': MaxKeys }),
    },
  ];

function conditionsOf(values: Unchecked): ConditionValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === undefined ? undefined : String(value)]),
  );
}

/** Writing an object, with the tags and the access list that come along. */
export function writing(input: Unchecked): Need[] {
  const resource = objectArn(input.Bucket, input.Key);
  const conditions = conditionsOf({
    's3:if-match': input.IfMatch,
    's3:if-none-match': input.IfNoneMatch,
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
