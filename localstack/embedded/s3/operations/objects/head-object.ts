import type { Call } from '../../../core/service.ts';
import { onVersion } from '../../authorization.ts';
import { downloadInput, writeDownload } from '../../http/download.ts';
import { type GetObjectInput, readObject } from '../../objects/reading.ts';
import { defineS3Operation } from '../../operation.ts';

/** HeadObject: what GetObject answers, without the object's bytes. */
export const headObject = defineS3Operation({
  name: 'HeadObject',
  authorization: onVersion('GetObject', 'GetObjectVersion'),
  metering: 'readRequests',
  binding: { method: 'HEAD', level: 'object', read: downloadInput, write: writeDownload },
  run: ({ buckets }, input: GetObjectInput, call: Call) => readObject(buckets, input, call, false),
});
