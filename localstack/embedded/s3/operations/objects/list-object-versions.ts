import { listing } from '../../authorization.ts';
import { ownerOf } from '../../buckets/buckets.ts';
import { writeList } from '../../http/answers.ts';
import { listInput } from '../../http/input.ts';
import { type ListingInput, objectSummary, pageOf } from '../../objects/listing.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListObjectVersionsInput extends ListingInput {
  readonly KeyMarker?: string;
}

/** ListObjectVersions; pages end between keys. */
export const listObjectVersions = defineS3Operation({
  name: 'ListObjectVersions',
  authorization: listing('ListBucketVersions'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'versions',
    read: listInput,
    write: writeList('ListVersionsResult', { Versions: 'Version', DeleteMarkers: 'DeleteMarker' }),
  },
  run({ buckets }, input: ListObjectVersionsInput) {
    const objects = buckets.objects(input.Bucket);
    const page = pageOf(objects, input, input.KeyMarker, true);
    const all = page.entries.flatMap(({ key }) =>
      objects.versions(key).map((version, index) => ({
        version,
        listed: {
          ...objectSummary(key, version),
          VersionId: version.versionId,
          IsLatest: index === 0,
          Owner: ownerOf(buckets),
        },
      })),
    );
    return {
      Name: input.Bucket,
      Prefix: input.Prefix ?? '',
      KeyMarker: input.KeyMarker ?? '',
      MaxKeys: input.MaxKeys ?? 1000,
      IsTruncated: page.last !== undefined,
      ...(page.last === undefined ? {} : { NextKeyMarker: page.last }),
      Versions: all.filter(({ version }) => !version.deleteMarker).map(({ listed }) => listed),
      DeleteMarkers: all
        .filter(({ version }) => version.deleteMarker)
        .map(({ listed: { Key, VersionId, IsLatest, LastModified, Owner } }) => ({
          Key,
          VersionId,
          IsLatest,
          LastModified,
          Owner,
        })),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    };
  },
});
