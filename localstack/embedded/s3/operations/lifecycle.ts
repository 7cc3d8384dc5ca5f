import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import {
  type ConfigurationKind,
  type Document,
  getConfiguration,
  putConfiguration,
} from './configurations.ts';

/** Which small objects no rule moves by default; travels in a header beside the rules. */
interface WithMinimum {
  readonly TransitionDefaultMinimumObjectSize?: string;
}

/** Where a bucket keeps it, beside the document. */
const KEY = 'lifecycle transition-default-minimum-object-size';
const DEFAULT = 'all_storage_classes_128K';
const SIZES: readonly string[] = [DEFAULT, 'varies_by_storage_class'];

/**
 * PutBucketLifecycleConfiguration
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html). Throws InvalidRequest
 * for a minimum that S3 does not know, besides what documents throw.
 */
export function putLifecycle(buckets: Buckets, kind: ConfigurationKind) {
  const put = putConfiguration(buckets, kind);
  return (input: Document & WithMinimum): WithMinimum => {
    const size = input.TransitionDefaultMinimumObjectSize ?? DEFAULT;
    if (!SIZES.includes(size)) {
      throw s3Errors.invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${size}`);
    }
    put(input);
    const bucket = buckets.get(input.Bucket);
    buckets.save({ ...bucket, configurations: { ...bucket.configurations, [KEY]: size } });
    return { TransitionDefaultMinimumObjectSize: size };
  };
}

/** GetBucketLifecycleConfiguration: S3 always says the minimum, and Terraform waits until it is the one that was sent. */
export function getLifecycle(buckets: Buckets, kind: ConfigurationKind) {
  const get = getConfiguration(buckets, kind);
  return (input: { Bucket: string }): { Document: string } & WithMinimum => {
    const document = get(input);
    const size = buckets.get(input.Bucket).configurations[KEY] ?? DEFAULT;
    return { ...document, TransitionDefaultMinimumObjectSize: size };
  };
}
