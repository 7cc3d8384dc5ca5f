import type { Call } from '../../core/service.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import { objectHeaders } from '../object-headers.ts';
import { addVersion, versionIdOf, versionOf } from '../versions.ts';
import { checkWrite, type PutObjectInput, tagsOf } from './put-object.ts';

interface CopyObjectInput extends PutObjectInput {
  /** `bucket/key`, URL-encoded, with `?versionId=` where it is not the newest. */
  readonly CopySource: string;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
}

/** CopyObject. */
export function copyObject(buckets: Buckets) {
  return (input: CopyObjectInput, call: Call) => {
    buckets.get(input.Bucket);
    const source = sourceOf(input.CopySource);
    const from = versionOf(buckets, source);
    const replaces = input.MetadataDirective === 'REPLACE';
    if (
      source.Bucket === input.Bucket &&
      source.Key === input.Key &&
      !replaces &&
      source.VersionId === undefined
    ) {
      throw s3Errors.invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    checkWrite(buckets.objects(input.Bucket).current(input.Key), input);
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body: from.body,
        headers: replaces ? objectHeaders(input) : from.headers,
        metadata: replaces ? (input.Metadata ?? {}) : from.metadata,
        tags: input.TaggingDirective === 'REPLACE' ? tagsOf(input.Tagging) : from.tags,
        ...(from.checksum ? { checksum: from.checksum } : {}),
      },
      'ObjectCreated:Copy',
      call,
    );
    return {
      CopyObjectResult: { ETag: version.etag, LastModified: new Date(version.lastModified) },
      ...versionIdOf(buckets, input.Bucket, version),
      ...(buckets.get(source.Bucket).versioning ? { CopySourceVersionId: from.versionId } : {}),
    };
  };
}

/** The object that a copy names as its source. Throws InvalidArgument. */
export function sourceOf(copySource: string): { Bucket: string; Key: string; VersionId?: string } {
  const [path = '', version] = copySource.split('?versionId=');
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  if (!Bucket || !Key) {
    throw s3Errors.invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
    );
  }
  return { Bucket, Key, ...(version === undefined ? {} : { VersionId: version }) };
}
