import { notImplemented } from '../../../core/errors.ts';
import { listOf, toXml } from '../../../protocol/xml.ts';
import { onBucket } from '../../authorization.ts';
import { checkCannedAcl } from '../../buckets/acl.ts';
import { s3Errors } from '../../errors.ts';
import { defined } from '../../http/input.ts';
import { type S3Request, xmlBody } from '../../http/request.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';
import { checkedTags } from '../../tags.ts';

interface CreateBucketInput extends BucketInput {
  readonly LocationConstraint?: string;
  readonly ObjectLockEnabledForBucket?: boolean;
  readonly ACL?: string;
  readonly Tags?: { Key: string; Value: string }[];
}

/** CreateBucket: idempotent nowhere but in us-east-1, where AWS answers a repeat with success. */
export const createBucket = defineS3Operation({
  name: 'CreateBucket',
  authorization: (input, place) => [
    ...onBucket('CreateBucket')(input, place),
    ...(Array.isArray(input.Tags) && input.Tags.length > 0 ? onBucket('TagResource')(input, place) : []),
  ],
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'bucket',
    read: (request) => ({
      Bucket: request.bucket,
      ...(request.body.byteLength > 0 ? bucketConfiguration(request) : {}),
      ...defined({ ACL: request.headers['x-amz-acl'] }),
      ...(request.headers['x-amz-bucket-object-lock-enabled'] === 'true'
        ? { ObjectLockEnabledForBucket: true }
        : {}),
    }),
  },
  run({ buckets }, input: CreateBucketInput) {
    const { clock, region } = buckets.context;
    checkBucketName(input.Bucket);
    if (input.ACL !== undefined) checkCannedAcl(input.ACL);
    checkLocation(input.LocationConstraint, region);
    if (input.ObjectLockEnabledForBucket) {
      throw s3Errors.invalidRequest('The embedded AWS does not implement Object Lock.');
    }
    if (buckets.has(input.Bucket)) {
      const repeats = region === 'us-east-1' && (input.Tags ?? []).length === 0;
      if (!repeats) throw s3Errors.bucketOwned(input.Bucket);
    } else {
      buckets.save({
        name: input.Bucket,
        createdAt: clock.now(),
        region,
        configurations: tagging(checkedTags(input.Tags ?? [], 'newBucket')),
      });
    }
    const host = `http://${input.Bucket}.s3.amazonaws.com`;
    return {
      Location: region === 'us-east-1' ? `/${input.Bucket}` : `${host}/`,
      BucketArn: `arn:aws:s3:::${input.Bucket}`,
    };
  },
});

/** Another name of eu-west-1, from when S3 had two regions. */
const EU = 'EU';
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * Throws IllegalLocationConstraintException or InvalidLocationConstraint where a bucket cannot be made in `region` by that
 * constraint. us-east-1 is meant by none at all, and refuses its own name.
 */
function checkLocation(constraint: string | undefined, region: string): void {
  if (region === 'us-east-1') {
    if (constraint === undefined) return;
    const elsewhere = constraint !== region && (constraint === EU || REGION.test(constraint));
    throw elsewhere ? s3Errors.illegalLocation(constraint) : s3Errors.invalidLocation(constraint);
  }
  const meant = constraint === EU ? 'eu-west-1' : constraint;
  if (meant !== region) throw s3Errors.illegalLocation(constraint ?? 'unspecified');
}

function tagging(tags: CreateBucketInput['Tags']): Record<string, string> {
  if (!tags || tags.length === 0) return {};
  return { tagging: toXml('Tagging', { TagSet: { Tag: tags } }) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function checkBucketName(name: string): void {
  const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3)$/.test(name);
  if (!shaped || address || reserved || name.includes('..')) throw s3Errors.invalidBucketName(name);
}

/** What the body says, where there is one. Throws NotImplemented, naming what is not emulated. */
function bucketConfiguration(request: S3Request): object {
  const { LocationConstraint, Tags, ...others } = xmlBody(request, 'CreateBucketConfiguration');
  const [other] = Object.keys(others);
  if (other) throw notImplemented('s3', `CreateBucket with ${other}`);
  const tags = Tags ? listOf((Tags as { Tag?: unknown }).Tag) : undefined;
  return defined({
    LocationConstraint: LocationConstraint === '' ? undefined : LocationConstraint,
    Tags: tags,
  });
}
