import { ownerOf } from '../../buckets/buckets.ts';
import { s3Errors } from '../../errors.ts';
import { withXml } from '../../http/answers.ts';
import { defined } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListBucketsInput {
  readonly Prefix?: string;
  readonly BucketRegion?: string;
  /** From 1 to 10,000; default: all. */
  readonly MaxBuckets?: number;
  readonly ContinuationToken?: string;
}

/** ListBuckets: in order of names. */
export const listBuckets = defineS3Operation({
  name: 'ListBuckets',
  authorization: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'service',
    read: ({ query }) => {
      const maxBuckets = query.get('max-buckets');
      return defined({
        Prefix: query.get('prefix'),
        BucketRegion: query.get('bucket-region'),
        MaxBuckets: maxBuckets === null ? undefined : Number(maxBuckets),
        ContinuationToken: query.get('continuation-token') || undefined,
      });
    },
    write: (output) => withXml('ListAllMyBucketsResult', { ...output, Buckets: { Bucket: output.Buckets } }),
  },
  run({ buckets }, input: ListBucketsInput) {
    const { Prefix, BucketRegion, MaxBuckets = Number.POSITIVE_INFINITY } = input;
    if (MaxBuckets < 1 || (input.MaxBuckets !== undefined && MaxBuckets > 10_000)) {
      throw s3Errors.invalidArgument(
        'Argument max-buckets must be an integer between 1 and 10000',
        'max-buckets',
      );
    }
    const after = Buffer.from(input.ContinuationToken ?? '', 'base64').toString();
    const found = buckets
      .all()
      .filter(({ name, region }) => name.startsWith(Prefix ?? '') && region === (BucketRegion ?? region))
      .filter(({ name }) => name > after);
    const page = found.slice(0, MaxBuckets);
    const last = page.length < found.length ? page.at(-1) : undefined;
    return {
      Owner: ownerOf(buckets),
      Buckets: page.map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      ...(Prefix ? { Prefix } : {}),
      ...(last ? { ContinuationToken: Buffer.from(last.name).toString('base64') } : {}),
    };
  },
});
