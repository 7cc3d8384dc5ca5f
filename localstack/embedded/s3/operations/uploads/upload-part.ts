import { onObject } from '../../authorization.ts';
import { defined, partNumberInput, uploadInput } from '../../http/input.ts';
import type { Checksum } from '../../model.ts';
import { addPart } from '../../objects/parts.ts';
import { defineS3Operation } from '../../operation.ts';
import type { UploadInput } from '../../uploads.ts';

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
      ...partNumberInput(request),
      Body: request.body,
      ...defined({ Checksum: request.checksum }),
    }),
  },
  async run(state, input: UploadPartInput) {
    const { part, encryption } = await addPart(state, input, input.Body ?? new Uint8Array(), input.Checksum);
    return { ETag: part.etag, ...(part.checksum ? { Checksum: part.checksum } : {}), ...encryption };
  },
});
