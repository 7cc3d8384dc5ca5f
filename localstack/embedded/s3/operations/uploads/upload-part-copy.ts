import { textOf } from '../../../core/authorization.ts';
import type { Call } from '../../../core/service.ts';
import { onObject, onVersion } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { headersOf, type Output, withXml } from '../../http/answers.ts';
import { copySourceInput } from '../../http/copy-input.ts';
import { defined, partNumberInput, uploadInput } from '../../http/input.ts';
import { checksumElement } from '../../objects/checksums.ts';
import { type CopySourceInput, copiedVersion, sourceOf } from '../../objects/copy-source.ts';
import { addPart } from '../../objects/parts.ts';
import { defineS3Operation } from '../../operation.ts';
import type { UploadInput } from '../../uploads.ts';

interface UploadPartCopyInput extends UploadInput, CopySourceInput {
  readonly PartNumber: number;
  /** e.g. `bytes=0-99`; default: the whole source. */
  readonly CopySourceRange?: string;
}

/** UploadPartCopy: a part that is bytes of an object. */
export const uploadPartCopy = defineS3Operation({
  name: 'UploadPartCopy',
  authorization: (input, place) => [
    ...onVersion('GetObject', 'GetObjectVersion')(sourceOf(textOf(input.CopySource)), place),
    ...onObject('PutObject')(input, place),
  ],
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'object',
    subresource: 'uploadId',
    variant: 'copy',
    read: (request) => ({
      ...uploadInput(request),
      ...copySourceInput(request),
      ...partNumberInput(request),
      ...defined({ CopySourceRange: request.headers['x-amz-copy-source-range'] }),
    }),
    write: ({ CopyPartResult, ...rest }) =>
      withXml('CopyPartResult', CopyPartResult as Output, headersOf(rest)),
  },
  async run(state, input: UploadPartCopyInput, call: Call) {
    const { buckets, uploads } = state;
    buckets.get(input.Bucket);
    uploads.get(input);
    const { version, described } = copiedVersion(buckets, input);
    const body = bytesOf(version.body, input.CopySourceRange);
    await buckets.keys.open(version, call.principal);
    const { part, encryption } = await addPart(state, input, body);
    return {
      CopyPartResult: {
        ETag: part.etag,
        LastModified: new Date(part.lastModified),
        ...checksumElement(part.checksum),
      },
      ...described,
      ...encryption,
    };
  },
});

function bytesOf(body: Uint8Array, range: string | undefined): Uint8Array {
  if (range === undefined) return body;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === undefined || last < first) throw s3Errors.copyRange(range);
  if (first >= body.byteLength) {
    throw s3Errors.invalidRequest('The specified copy range is invalid for the source object size');
  }
  if (last >= body.byteLength) {
    throw s3Errors.invalidArgument(
      `Range specified is not valid for source object of size: ${body.byteLength}`,
      'x-amz-copy-source-range',
      range,
    );
  }
  return body.subarray(first, last + 1);
}
