import { listing } from '../../authorization.ts';
import { ownerOf } from '../../buckets/buckets.ts';
import { writeList } from '../../http/answers.ts';
import { listInput } from '../../http/input.ts';
import { type ListingInput, objectSummary, pageOf } from '../../objects/listing.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListObjectsInput extends ListingInput {
  readonly Marker?: string;
}

/** ListObjects, the first version of it. */
export const listObjects = defineS3Operation({
  name: 'ListObjects',
  authorization: listing('ListBucket'),
  metering: 'writeRequests',
  binding: { method: 'GET', level: 'bucket', read: listInput, write: writeList('ListBucketResult') },
  run({ buckets }, input: ListObjectsInput) {
    const page = pageOf(buckets.objects(input.Bucket), input, input.Marker, { leavesPrefix: true });
    return {
      Name: input.Bucket,
      Prefix: input.Prefix ?? '',
      Marker: input.Marker ?? '',
      ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
      MaxKeys: input.MaxKeys ?? 1000,
      IsTruncated: page.last !== undefined,
      ...(page.last === undefined || !input.Delimiter ? {} : { NextMarker: page.last }),
      Contents: page.entries.map(({ key, version }) => ({
        ...objectSummary(key, version),
        Owner: ownerOf(buckets),
      })),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    };
  },
});
