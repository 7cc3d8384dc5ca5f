import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { defined, documentInput } from '../../http/input.ts';
import { checkedMinimumSize, MINIMUM_SIZE } from '../../lifecycle/minimum-size.ts';
import { defineS3Operation } from '../../operation.ts';

interface PutBucketLifecycleConfigurationInput extends DocumentInput {
  /** Which small objects no rule moves by default; travels in a header beside the rules. */
  readonly TransitionDefaultMinimumObjectSize?: string;
}

/**
 * PutBucketLifecycleConfiguration
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html). Throws InvalidRequest
 * for a minimum that S3 does not know, besides what documents throw.
 */
export const putBucketLifecycleConfiguration = defineS3Operation({
  name: 'PutBucketLifecycleConfiguration',
  authorization: onBucket('PutLifecycleConfiguration'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'bucket',
    subresource: 'lifecycle',
    read: (request) => ({
      ...documentInput(request),
      ...defined({
        TransitionDefaultMinimumObjectSize: request.headers['x-amz-transition-default-minimum-object-size'],
      }),
    }),
  },
  run({ buckets }, input: PutBucketLifecycleConfigurationInput) {
    const size = checkedMinimumSize(input.TransitionDefaultMinimumObjectSize);
    writeConfiguration(buckets, CONFIGURATIONS.lifecycle, input);
    const bucket = buckets.get(input.Bucket);
    buckets.save({ ...bucket, configurations: { ...bucket.configurations, [MINIMUM_SIZE]: size } });
    return { TransitionDefaultMinimumObjectSize: size };
  },
});
