import { createHash } from 'node:crypto';
import { onObject } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { defined, uploadInput } from '../../http/input.ts';
import type { Checksum } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';
import type { Part, UploadInput } from '../../uploads.ts';

interface UploadPartInput extends UploadInput {
  readonly PartNumber: number;
  readonly Body?: Uint8Array;
  readonly Checksum?: Checksum;
}

/** UploadPart: a part that is sent again replaces the first. */
export const uploadPart = defineS3Operation({
  name: 'UploadPart',
  authorization: onObject('PutObject'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'object',
    subresource: 'uploadId',
    read: (request) => ({
      ...uploadInput(request),
      PartNumber: Number(request.query.get('partNumber')),
      Body: request.body,
      ...defined({ Checksum: request.checksum }),
    }),
  },
  run({ buckets, uploads }, input: UploadPartInput) {
    buckets.get(input.Bucket);
    const upload = uploads.get(input);
    const { PartNumber: number, Body: body = new Uint8Array(), Checksum: checksum } = input;
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw s3Errors.invalidArgument(
        'Part number must be an integer between 1 and 10000, inclusive',
        'partNumber',
      );
    }
    const part: Part = {
      number,
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      size: body.byteLength,
      lastModified: buckets.context.clock.now(),
      ...(checksum ? { checksum } : {}),
    };
    uploads.savePart(upload, part, body);
    return { ETag: part.etag, ...(checksum ? { Checksum: checksum } : {}) };
  },
});
