import { decode } from '../../protocol/canonical.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { s3Errors } from '../errors.ts';
import type { ObjectVersion } from '../model.ts';
import { type CopyConditions, checkCopySource } from './conditions.ts';
import { versionOf } from './versions.ts';

/** What a copy is made of, and under which conditions. */
export interface CopySourceInput extends CopyConditions {
  /** `bucket/key`, URL-encoded, with `?versionId=` where it is not the newest. */
  readonly CopySource: string;
}

/** A version that is copied from. */
export interface CopySource {
  readonly version: ObjectVersion;
  /** Its id, where it has one. */
  readonly described: { readonly CopySourceVersionId?: string };
}

/** The object that a copy names as its source. Throws InvalidArgument. */
export function sourceOf(copySource: string): { Bucket: string; Key: string; VersionId?: string } {
  const [path = '', version] = copySource.split('?versionId=');
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (!Bucket || !Key) {
    throw s3Errors.invalidArgument(
      'Invalid copy source object key',
      'x-amz-copy-source',
      'x-amz-copy-source',
    );
  }
  return { Bucket, Key, ...(version === undefined ? {} : { VersionId: version }) };
}

/** The version that is copied. Throws NoSuchKey, InvalidRequest for a delete marker, or PreconditionFailed. */
export function copiedVersion(buckets: Buckets, input: CopySourceInput): CopySource {
  const source = sourceOf(input.CopySource);
  const stored = buckets.objects(source.Bucket).versions(source.Key);
  if (stored.some(({ versionId, deleteMarker }) => deleteMarker && versionId === source.VersionId)) {
    throw s3Errors.copyOfDeleteMarker();
  }
  const version = versionOf(buckets, source);
  checkCopySource(version, input, buckets.context.clock.now());
  const { versionId } = version;
  return { version, described: versionId === 'null' ? {} : { CopySourceVersionId: versionId } };
}
