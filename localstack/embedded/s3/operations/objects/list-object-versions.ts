import { listing } from '../../authorization.ts';
import { type Buckets, ownerOf } from '../../buckets/buckets.ts';
import { s3Errors } from '../../errors.ts';
import { writeList } from '../../http/answers.ts';
import { defined, listInput } from '../../http/input.ts';
import { type ListingInput, objectSummary, pageOf } from '../../objects/listing.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListObjectVersionsInput extends ListingInput {
  readonly KeyMarker?: string;
  /** Of the versions of the key in KeyMarker, the one after which the page begins. */
  readonly VersionIdMarker?: string;
}

/** A version, a delete marker, or a common prefix, in the order of keys. */
interface Entry {
  readonly key: string;
  readonly versionId?: string;
  readonly deleteMarker?: boolean;
  readonly listed: object;
}

/** ListObjectVersions. */
export const listObjectVersions = defineS3Operation({
  name: 'ListObjectVersions',
  authorization: listing('ListBucketVersions'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'versions',
    read: (request) => ({
      ...listInput(request),
      ...defined({ VersionIdMarker: request.query.get('version-id-marker') }),
    }),
    write: writeList('ListVersionsResult', { Versions: 'Version', DeleteMarkers: 'DeleteMarker' }),
  },
  run({ buckets }, input: ListObjectVersionsInput) {
    checkMarkers(input);
    const { entries, more } = entriesOf(buckets, input);
    const { KeyMarker = '', VersionIdMarker = '', MaxKeys = 1000 } = input;
    const page = entries.slice(0, Math.min(MaxKeys, 1000));
    const last = more || page.length < entries.length ? page.at(-1) : undefined;
    const listed = (deleteMarker: boolean) =>
      page.filter((entry) => entry.deleteMarker === deleteMarker).map((entry) => entry.listed);
    return {
      Name: input.Bucket,
      Prefix: input.Prefix ?? '',
      ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
      KeyMarker,
      VersionIdMarker,
      MaxKeys,
      IsTruncated: last !== undefined,
      ...(last ? { NextKeyMarker: last.key, ...defined({ NextVersionIdMarker: last.versionId }) } : {}),
      Versions: listed(false),
      DeleteMarkers: listed(true),
      CommonPrefixes: page.filter(({ versionId }) => versionId === undefined).map((entry) => entry.listed),
    };
  },
});

function checkMarkers({ KeyMarker, VersionIdMarker }: ListObjectVersionsInput): void {
  if (VersionIdMarker === undefined) return;
  const problem =
    VersionIdMarker === ''
      ? 'A version-id marker cannot be empty.'
      : KeyMarker
        ? undefined
        : 'A version-id marker cannot be specified without a key marker.';
  if (problem) throw s3Errors.invalidArgument(problem, 'version-id-marker', VersionIdMarker);
}

/** At least a page of entries after the markers, and whether there are yet others. */
function entriesOf(buckets: Buckets, input: ListObjectVersionsInput): { entries: Entry[]; more: boolean } {
  const objects = buckets.objects(input.Bucket);
  const { KeyMarker, VersionIdMarker } = input;
  const begun = KeyMarker === undefined ? [] : versionsOf(buckets, input.Bucket, KeyMarker);
  const at = begun.findIndex(({ versionId }) => versionId === VersionIdMarker);
  const page = pageOf(objects, input, KeyMarker, { withDeleted: true, leavesPrefix: true });
  const following = [
    ...page.entries.flatMap(({ key }) => versionsOf(buckets, input.Bucket, key)),
    ...page.prefixes.map((key) => ({ key, listed: { Prefix: key } })),
  ];
  following.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  // Whoever empties a bucket page by page has deleted the marker's version, and all before it.
  const rest = VersionIdMarker === undefined ? [] : begun.slice(at + 1);
  return { entries: [...rest, ...following], more: page.last !== undefined };
}

function versionsOf(buckets: Buckets, bucket: string, key: string): Entry[] {
  const Owner = ownerOf(buckets);
  return buckets
    .objects(bucket)
    .versions(key)
    .map((version, index) => {
      const { versionId, deleteMarker } = version;
      const { Key, LastModified, ...summary } = objectSummary(key, version);
      const own = { Key, VersionId: versionId, IsLatest: index === 0, LastModified };
      return { key, versionId, deleteMarker, listed: { ...own, ...(deleteMarker ? {} : summary), Owner } };
    });
}
