import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import { deleteVersion } from '../versions.ts';

/** DeleteObject. */
export function deleteObject(buckets: Buckets) {
  return (input: { Bucket: string; Key: string; VersionId?: string }, call: Call) => {
    buckets.get(input.Bucket);
    return deleteVersion(buckets, { bucket: input.Bucket, key: input.Key }, input.VersionId, call);
  };
}

interface Identifier {
  Key: string;
  VersionId?: string;
}

/** DeleteObjects: every object has its own authorization, as on AWS, and its own outcome. */
export function deleteObjects(buckets: Buckets) {
  return async (
    input: { Bucket: string; Delete: { Objects: Identifier[]; Quiet?: boolean } },
    call: Call,
  ) => {
    buckets.get(input.Bucket);
    const { Objects, Quiet } = input.Delete;
    if (Objects.length === 0 || Objects.length > 1000) throw s3Errors.malformedXml();
    const deleted: object[] = [];
    const errors: object[] = [];
    for (const identifier of Objects) {
      try {
        const each = { Bucket: input.Bucket, ...identifier };
        const gone = await buckets.context.call<{ DeleteMarker?: boolean; VersionId?: string }>(
          's3',
          'DeleteObject',
          each,
          call.principal,
        );
        const marker = gone.DeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: gone.VersionId } : {};
        deleted.push({ ...identifier, ...marker });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        errors.push({ ...identifier, Code: error.code, Message: error.message });
      }
    }
    return { Deleted: Quiet ? [] : deleted, Errors: errors };
  };
}
