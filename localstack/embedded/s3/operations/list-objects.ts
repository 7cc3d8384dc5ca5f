import type { Buckets, Objects } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import type { ObjectVersion } from '../model.ts';
import { owner } from './buckets.ts';

/** Sorts after every character that a key can continue with. */
const LAST = '\u{10ffff}';

interface ListInput {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}

/** ListObjectsV2. */
export function listObjectsV2(buckets: Buckets) {
  return (input: ListInput & { ContinuationToken?: string; StartAfter?: string; FetchOwner?: boolean }) => {
    const { MaxKeys = 1000, Prefix = '', ContinuationToken } = input;
    const after =
      ContinuationToken === undefined
        ? input.StartAfter
        : Buffer.from(ContinuationToken, 'base64').toString();
    const page = pageOf(buckets.objects(input.Bucket), input, after);
    return {
      Name: input.Bucket,
      Prefix,
      ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
      ...(input.StartAfter ? { StartAfter: input.StartAfter } : {}),
      ...(ContinuationToken ? { ContinuationToken } : {}),
      MaxKeys,
      KeyCount: page.entries.length + page.prefixes.length,
      IsTruncated: page.last !== undefined,
      ...(page.last === undefined
        ? {}
        : { NextContinuationToken: Buffer.from(page.last).toString('base64') }),
      Contents: page.entries.map((entry) => ({
        ...summary(entry.key, entry.version),
        ...(input.FetchOwner ? { Owner: owner(buckets) } : {}),
      })),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    };
  };
}

/** ListObjects, the first version of it. */
export function listObjects(buckets: Buckets) {
  return (input: ListInput & { Marker?: string }) => {
    const page = pageOf(buckets.objects(input.Bucket), input, input.Marker);
    return {
      Name: input.Bucket,
      Prefix: input.Prefix ?? '',
      Marker: input.Marker ?? '',
      ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
      MaxKeys: input.MaxKeys ?? 1000,
      IsTruncated: page.last !== undefined,
      ...(page.last === undefined || !input.Delimiter ? {} : { NextMarker: page.last }),
      Contents: page.entries.map(({ key, version }) => ({ ...summary(key, version), Owner: owner(buckets) })),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    };
  };
}

/** ListObjectVersions; pages end between keys. */
export function listObjectVersions(buckets: Buckets) {
  return (input: ListInput & { KeyMarker?: string }) => {
    const objects = buckets.objects(input.Bucket);
    const page = pageOf(objects, input, input.KeyMarker, true);
    const all = page.entries.flatMap(({ key }) =>
      objects.versions(key).map((version, index) => ({
        version,
        listed: {
          ...summary(key, version),
          VersionId: version.versionId,
          IsLatest: index === 0,
          Owner: owner(buckets),
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
  };
}

interface Page {
  readonly entries: { key: string; version: ObjectVersion }[];
  readonly prefixes: string[];
  /** The last key or common prefix of the page, where more follows. */
  readonly last: string | undefined;
}

function pageOf(objects: Objects, input: ListInput, after: string | undefined, withDeleted = false): Page {
  const { Prefix = '', Delimiter, MaxKeys = 1000 } = input;
  if (!Number.isInteger(MaxKeys) || MaxKeys < 0) {
    throw s3Errors.invalidArgument(
      'Argument maxKeys must be an integer between 0 and 2147483647',
      'max-keys',
    );
  }
  const limit = Math.min(MaxKeys, 1000);
  const entries: Page['entries'] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  let start = after !== undefined && after > Prefix ? after : Prefix;
  if (Delimiter && after?.endsWith(Delimiter)) start = after + LAST;
  for (
    let found = nextKey(objects, start, after);
    found?.startsWith(Prefix);
    found = nextKey(objects, start, after)
  ) {
    const group = commonPrefix(found, Prefix, Delimiter);
    const version = withDeleted ? objects.versions(found)[0] : objects.current(found);
    start = group === undefined ? `${found}\0` : group + LAST;
    if (!version) {
      start = `${found}\0`;
      continue;
    }
    if (entries.length + prefixes.length >= limit) return { entries, prefixes, last };
    last = group ?? found;
    if (group === undefined) entries.push({ key: found, version });
    else prefixes.push(group);
  }
  return { entries, prefixes, last: undefined };
}

function nextKey(objects: Objects, start: string, after: string | undefined): string | undefined {
  for (const key of objects.keys(start)) if (key !== after) return key;
  return undefined;
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function summary(key: string, version: ObjectVersion) {
  return {
    Key: key,
    LastModified: new Date(version.lastModified),
    ETag: version.etag,
    ...(version.checksum
      ? { ChecksumAlgorithm: version.checksum.algorithm.toUpperCase(), ChecksumType: 'FULL_OBJECT' }
      : {}),
    Size: version.body.byteLength,
    StorageClass: version.headers['x-amz-storage-class'] ?? 'STANDARD',
  };
}
