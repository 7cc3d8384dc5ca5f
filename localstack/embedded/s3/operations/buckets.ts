import { toXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import { checkCannedAcl } from './acl.ts';

interface CreateBucketInput {
  Bucket: string;
  LocationConstraint?: string;
  ObjectLockEnabledForBucket?: boolean;
  ACL?: string;
  Tags?: { Key: string; Value: string }[];
}

/** CreateBucket: idempotent nowhere but in us-east-1, where AWS answers a repeat with success. */
export function createBucket(buckets: Buckets) {
  const { clock, region } = buckets.context;
  return (input: CreateBucketInput) => {
    checkBucketName(input.Bucket);
    if (input.ACL !== undefined) checkCannedAcl(input.ACL);
    const location = input.LocationConstraint || 'us-east-1';
    if (location !== region) {
      throw s3Errors.invalidArgument(
        `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      );
    }
    if (input.ObjectLockEnabledForBucket) {
      throw s3Errors.invalidRequest('The embedded AWS does not implement Object Lock.');
    }
    if (buckets.has(input.Bucket)) {
      if (region !== 'us-east-1') throw s3Errors.bucketOwned(input.Bucket);
    } else {
      buckets.save({
        name: input.Bucket,
        createdAt: clock.now(),
        region,
        configurations: tagging(input.Tags),
      });
    }
    return { Location: `/${input.Bucket}` };
  };
}

function tagging(tags: CreateBucketInput['Tags']): Record<string, string> {
  if (!tags || tags.length === 0) return {};
  return { tagging: toXml('Tagging', { TagSet: { Tag: tags } }) };
}

/** HeadBucket. */
export function headBucket(buckets: Buckets) {
  return (input: { Bucket: string }) => ({ BucketRegion: buckets.get(input.Bucket).region });
}

/** GetBucketLocation. */
export function getBucketLocation(buckets: Buckets) {
  return (input: { Bucket: string }) => {
    const { region } = buckets.get(input.Bucket);
    return region === 'us-east-1' ? {} : { LocationConstraint: region };
  };
}

/** ListBuckets. */
export function listBuckets(buckets: Buckets) {
  return (input: { Prefix?: string }) => ({
    Buckets: buckets
      .all()
      .filter(({ name }) => name.startsWith(input.Prefix ?? ''))
      .map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
      })),
    Owner: owner(buckets),
  });
}

/** DeleteBucket. */
export function deleteBucket(buckets: Buckets) {
  return (input: { Bucket: string }) => {
    if (buckets.objects(input.Bucket).size > 0) throw s3Errors.bucketNotEmpty(input.Bucket);
    buckets.remove(input.Bucket);
    return {};
  };
}

/** The account as S3 names an owner. */
export function owner(buckets: Buckets): { ID: string } {
  return { ID: buckets.context.accountId.padStart(64, '0') };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function checkBucketName(name: string): void {
  const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3)$/.test(name);
  if (!shaped || address || reserved || name.includes('..')) throw s3Errors.invalidBucketName(name);
}
