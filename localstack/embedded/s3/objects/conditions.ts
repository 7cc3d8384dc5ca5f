import { AwsError } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';
import type { ObjectVersion } from '../model.ts';

/** What a reader demands of a version; dates as HTTP writes them. */
export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: string;
  readonly IfUnmodifiedSince?: string;
}

/** What a copy demands of its source, likewise. */
export interface CopyConditions {
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: string;
  readonly CopySourceIfUnmodifiedSince?: string;
}

/** What a deletion demands of the object that is there. */
export interface DeleteConditions {
  readonly IfMatch?: string;
  /** For directory buckets alone. */
  readonly IfMatchLastModifiedTime?: string;
  /** For directory buckets alone. */
  readonly IfMatchSize?: string;
}

type Condition = 'If-Match' | 'If-Unmodified-Since' | 'If-None-Match' | 'If-Modified-Since';

/**
 * Throws PreconditionFailed or NotModified (https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2).
 *
 * @param now milliseconds since the epoch
 */
export function checkRead(version: ObjectVersion, conditions: ReadConditions, now: number): void {
  const failed = failedCondition(version, conditions, now);
  if (failed === undefined) return;
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since') {
    throw new AwsError('NotModified', 'Not Modified', 304);
  }
  throw s3Errors.preconditionFailed(failed);
}

/**
 * Throws PreconditionFailed where the source of a copy is not what was demanded of it
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).
 *
 * @param now milliseconds since the epoch
 */
export function checkCopySource(source: ObjectVersion, conditions: CopyConditions, now: number): void {
  const { CopySourceIfMatch: IfMatch, CopySourceIfNoneMatch: IfNoneMatch } = conditions;
  const { CopySourceIfModifiedSince: IfModifiedSince, CopySourceIfUnmodifiedSince: IfUnmodifiedSince } =
    conditions;
  const failed = failedCondition(
    source,
    {
      ...(IfMatch === undefined ? {} : { IfMatch }),
      ...(IfNoneMatch === undefined ? {} : { IfNoneMatch }),
      ...(IfModifiedSince === undefined ? {} : { IfModifiedSince }),
      ...(IfUnmodifiedSince === undefined ? {} : { IfUnmodifiedSince }),
    },
    now,
  );
  if (failed) throw s3Errors.preconditionFailed(`x-amz-copy-source-${failed}`);
}

/**
 * Throws PreconditionFailed, NoSuchKey or NotImplemented where a conditional deletion does not hold
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html).
 *
 * @param current the object's newest version, where it is no delete marker
 */
export function checkDelete(
  current: ObjectVersion | undefined,
  key: string,
  { IfMatch, IfMatchLastModifiedTime, IfMatchSize }: DeleteConditions,
): void {
  if (IfMatchLastModifiedTime !== undefined) {
    throw s3Errors.conditionNotSupported('x-amz-if-match-last-modified-time');
  }
  if (IfMatchSize !== undefined) throw s3Errors.conditionNotSupported('x-amz-if-match-size');
  if (IfMatch === undefined) return;
  if (!current) throw IfMatch === '*' ? s3Errors.preconditionFailed('If-Match') : s3Errors.noSuchKey(key);
  if (!matches(IfMatch, current.etag)) throw s3Errors.preconditionFailed('If-Match');
}

/** The first condition that does not hold: an entity tag goes before a date, and a date to come is ignored. */
function failedCondition(version: ObjectVersion, asked: ReadConditions, now: number): Condition | undefined {
  // HTTP dates have whole seconds.
  const modified = Math.floor(version.lastModified / 1000) * 1000;
  if (asked.IfMatch !== undefined) {
    if (!matches(asked.IfMatch, version.etag)) return 'If-Match';
  } else if (asked.IfUnmodifiedSince !== undefined && modified > Date.parse(asked.IfUnmodifiedSince)) {
    return 'If-Unmodified-Since';
  }
  if (asked.IfNoneMatch !== undefined) {
    return matches(asked.IfNoneMatch, version.etag) ? 'If-None-Match' : undefined;
  }
  const since = Date.parse(asked.IfModifiedSince ?? '');
  return modified <= since && since <= now ? 'If-Modified-Since' : undefined;
}

function matches(header: string, etag: string): boolean {
  return header
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replaceAll('"', '') === etag.slice(1, -1));
}
