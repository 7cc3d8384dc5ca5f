import { nothing } from '../../../core/authorization.ts';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/service.ts';
import { listOf } from '../../../protocol/xml.ts';
import { s3Errors } from '../../errors.ts';
import { withXml } from '../../http/answers.ts';
import { defined } from '../../http/input.ts';
import { xmlBody } from '../../http/request.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

interface Identifier {
  readonly Key: string;
  readonly VersionId?: string;
  /** Deletes the object only where this is its entity tag, or where it is there at all (`*`). */
  readonly ETag?: string;
  /** For directory buckets alone. */
  readonly LastModifiedTime?: string;
  /** For directory buckets alone. */
  readonly Size?: string;
}

interface DeleteObjectsInput extends BucketInput {
  readonly Delete: { Objects: Identifier[]; Quiet?: boolean };
}

/** DeleteObjects: every object has its own authorization, as on AWS, and its own outcome. */
export const deleteObjects = defineS3Operation({
  name: 'DeleteObjects',
  authorization: nothing,
  binding: {
    method: 'POST',
    level: 'bucket',
    subresource: 'delete',
    read: (request) => {
      const { Object: objects, Quiet } = xmlBody(request, 'Delete');
      return { Bucket: request.bucket, Delete: { Objects: listOf(objects), Quiet: Quiet === 'true' } };
    },
    write: ({ Deleted, Errors }) => withXml('DeleteResult', { Deleted, Error: Errors }),
  },
  async run({ buckets }, input: DeleteObjectsInput, call: Call) {
    buckets.get(input.Bucket);
    const { Objects, Quiet } = input.Delete;
    if (Objects.length === 0 || Objects.length > 1000) throw s3Errors.malformedXml();
    const deleted: object[] = [];
    const errors: object[] = [];
    for (const identifier of Objects) {
      try {
        const { Key, VersionId, ETag: IfMatch, ...others } = identifier;
        const each = {
          Bucket: input.Bucket,
          Key,
          ...defined({
            VersionId,
            IfMatch,
            IfMatchLastModifiedTime: others.LastModifiedTime,
            IfMatchSize: others.Size,
          }),
        };
        const gone = await buckets.context.call<{ DeleteMarker?: boolean; VersionId?: string }>(
          's3',
          'DeleteObject',
          each,
          call.principal,
        );
        const marker = gone.DeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: gone.VersionId } : {};
        deleted.push({ ...named(identifier), ...marker });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const { code, message } = ofIdentifier(error, identifier);
        errors.push({ ...named(identifier), Code: code, Message: message });
      }
    }
    return { Deleted: Quiet ? [] : deleted, Errors: errors };
  },
});

const named = ({ Key, VersionId }: Identifier) => ({ Key, ...defined({ VersionId }) });

/** An id that is none is, among several, a version that is not there. */
function ofIdentifier(error: AwsError, { Key, VersionId = '' }: Identifier): AwsError {
  return error.members.ArgumentName === 'versionId' ? s3Errors.noSuchVersion(Key, VersionId) : error;
}
