import { nothing } from '../../../core/authorization.ts';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/service.ts';
import { listOf } from '../../../protocol/xml.ts';
import { s3Errors } from '../../errors.ts';
import { withXml } from '../../http/answers.ts';
import { xmlBody } from '../../http/request.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

interface Identifier {
  readonly Key: string;
  readonly VersionId?: string;
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
  },
});
