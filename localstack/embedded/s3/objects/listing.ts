import { s3Errors } from '../errors.ts';
import type { BucketInput, ObjectVersion } from '../model.ts';
import type { Objects } from './store.ts';

/** Sorts after every character that a key can continue with. */
const LAST = '\u{10ffff}';

/** What listings of objects are asked for. */
export interface ListingInput extends BucketInput {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}

/** What else a page may be asked for. */
interface Paging {
  /** Whether delete markers are listed too; default: false. */
  readonly withDeleted?: boolean;
  /** Whether a common prefix is over with a marker below it, as with every listing but that of V2; default: false. */
  readonly leavesPrefix?: boolean;
}

/** One page of a listing. */
interface Page {
  readonly entries: { key: string; version: ObjectVersion }[];
  readonly prefixes: string[];
  /** The last key or common prefix of the page, where more follows. */
  readonly last: string | undefined;
}

/** The keys and common prefixes that follow `after`. Throws InvalidArgument. */
export function pageOf(
  objects: Objects,
  input: ListingInput,
  after: string | undefined,
  { withDeleted = false, leavesPrefix = false }: Paging = {},
): Page {
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
  const left = after?.startsWith(Prefix) && leavesPrefix ? commonPrefix(after, Prefix, Delimiter) : undefined;
  if (left !== undefined) start = left + LAST;
  else if (Delimiter && after?.endsWith(Delimiter)) start = after + LAST;
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

/** The part of a key up to the first delimiter after the prefix; undefined where there is none. */
export function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** What listings answer of an object. */
export function objectSummary(key: string, version: ObjectVersion) {
  return {
    Key: key,
    LastModified: new Date(version.lastModified),
    ETag: version.etag,
    ...(version.checksum
      ? {
          ChecksumAlgorithm: version.checksum.algorithm.toUpperCase(),
          ChecksumType: version.checksum.type ?? 'FULL_OBJECT',
        }
      : {}),
    Size: version.body.byteLength,
    StorageClass: version.headers['x-amz-storage-class'] ?? 'STANDARD',
  };
}
