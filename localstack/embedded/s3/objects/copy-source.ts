import { decode } from '../../protocol/canonical.ts';
import { s3Errors } from '../errors.ts';

/** The object that a copy names as its source. Throws InvalidArgument. */
export function sourceOf(copySource: string): { Bucket: string; Key: string; VersionId?: string } {
  const [path = '', version] = copySource.split('?versionId=');
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/.exec(decode(path)) ?? [];
  if (!Bucket || !Key) {
    throw s3Errors.invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
    );
  }
  return { Bucket, Key, ...(version === undefined ? {} : { VersionId: version }) };
}
