import { listing } from '../../authorization.ts';
import { ownerOf } from '../../buckets/buckets.ts';
import { s3Errors } from '../../errors.ts';
import { writeList } from '../../http/answers.ts';
import { listInput } from '../../http/input.ts';
import { type ListingInput, objectSummary, pageOf } from '../../objects/listing.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListObjectsV2Input extends ListingInput {
  readonly ContinuationToken?: string;
  readonly StartAfter?: string;
  readonly FetchOwner?: boolean;
}

/** The last key of the page before. Throws InvalidArgument where the token is none. */
function keyOfToken(token: string): string {
  const key = Buffer.from(token, 'base64');
  if (token !== '' && key.toString('base64') === token) return key.toString();
  throw s3Errors.invalidArgument('The continuation token provided is incorrect', 'continuation-token');
}

/** ListObjectsV2. */
export const listObjectsV2 = defineS3Operation({
  name: 'ListObjectsV2',
  authorization: listing('ListBucket'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    variant: 'v2',
    read: listInput,
    write: writeList('ListBucketResult'),
  },
  run({ buckets }, input: ListObjectsV2Input) {
    const { MaxKeys = 1000, Prefix = '', ContinuationToken } = input;
    const after = ContinuationToken === undefined ? input.StartAfter : keyOfToken(ContinuationToken);
    const page = pageOf(buckets.objects(input.Bucket), input, after);
    return {
      Name: input.Bucket,
      Prefix,
      ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
      ...(input.StartAfter && !ContinuationToken ? { StartAfter: input.StartAfter } : {}),
      ...(ContinuationToken ? { ContinuationToken } : {}),
      MaxKeys,
      KeyCount: page.entries.length + page.prefixes.length,
      IsTruncated: page.last !== undefined,
      ...(page.last === undefined
        ? {}
        : { NextContinuationToken: Buffer.from(page.last).toString('base64') }),
      Contents: page.entries.map((entry) => ({
        ...objectSummary(entry.key, entry.version),
        ...(input.FetchOwner ? { Owner: ownerOf(buckets) } : {}),
      })),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    };
  },
});
