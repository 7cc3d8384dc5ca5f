import { ownerOf } from '../../buckets/buckets.ts';
import { withXml } from '../../http/answers.ts';
import { defined } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListBucketsInput {
  readonly Prefix?: string;
}

/** ListBuckets. */
export const listBuckets = defineS3Operation({
  name: 'ListBuckets',
  authorization: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'service',
    read: ({ query }) => defined({ Prefix: query.get('prefix') }),
    write: (output) => withXml('ListAllMyBucketsResult', { ...output, Buckets: { Bucket: output.Buckets } }),
  },
  run: ({ buckets }, input: ListBucketsInput) => ({
    Buckets: buckets
      .all()
      .filter(({ name }) => name.startsWith(input.Prefix ?? ''))
      .map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
      })),
    Owner: ownerOf(buckets),
  }),
});
