import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, test } from 'vitest';
import { startEmbedded } from '../../../../testing/embedded.ts';

const regions = ['us-east-1', 'eu-west-1', 'us-west-1'] as const;
const started = Object.fromEntries(
  await Promise.all(
    regions.map(async (region) => [region, await startEmbedded({ services: ['s3'], region })] as const),
  ),
);
afterAll(() => Promise.all(Object.values(started).map((aws) => aws[Symbol.asyncDispose]())));

let buckets = 0;

/** Creates a bucket in `region`, by default one of another name than all before. */
function create(region: (typeof regions)[number], constraint?: string, Bucket = `bucket-${buckets++}`) {
  const s3 = started[region]?.client(S3Client, { region });
  const CreateBucketConfiguration = { LocationConstraint: constraint as 'EU' };
  const command = new CreateBucketCommand({ Bucket, ...(constraint ? { CreateBucketConfiguration } : {}) });
  return s3?.send(command).finally(() => s3.destroy());
}

describe("a bucket's location", () => {
  test.each([
    ['us-east-1', undefined],
    ['eu-west-1', 'eu-west-1'],
    ['eu-west-1', 'EU'],
    ['us-west-1', 'us-west-1'],
  ] as const)('in %s may be given as %s', async (region, constraint) => {
    await create(region, constraint);
  });

  test.each([
    ['us-east-1', 'us-west-1'],
    ['us-east-1', 'EU'],
    ['eu-west-1', 'us-east-1'],
    ['eu-west-1', 'bar'],
    ['us-west-1', 'EU'],
  ] as const)('in %s is incompatible where it is %s', async (region, constraint) => {
    await expect(create(region, constraint)).rejects.toMatchObject({
      name: 'IllegalLocationConstraintException',
      message: `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    });
  });

  test('in eu-west-1 cannot be left out, as SDKs other than that for JavaScript do', async () => {
    const { context } = started['eu-west-1'] ?? {};
    const root = { arn: `arn:aws:iam::${context?.accountId}:root`, accountId: context?.accountId ?? '' };
    await expect(context?.call('s3', 'CreateBucket', { Bucket: 'unspecified' }, root)).rejects.toMatchObject({
      code: 'IllegalLocationConstraintException',
      message:
        'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
    });
  });

  test.each(['us-east-1', 'foo', 'aws-global'])(
    'in us-east-1 is not valid where it is %s',
    async (constraint) => {
      await expect(create('us-east-1', constraint)).rejects.toMatchObject({
        name: 'InvalidLocationConstraint',
        message: 'The specified location-constraint is not valid',
        LocationConstraint: constraint,
      });
    },
  );
});

describe('a bucket that the account has', () => {
  test('is created again in us-east-1, and nowhere else', async () => {
    await create('us-east-1', undefined, 'again');
    expect((await create('us-east-1', undefined, 'again'))?.Location).toBe('/again');
    await create('us-west-1', 'us-west-1', 'again');
    await expect(create('us-west-1', 'us-west-1', 'again')).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
      BucketName: 'again',
    });
  });
});
