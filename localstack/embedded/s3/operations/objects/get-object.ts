import type { Call } from '../../../core/service.ts';
import { onVersion } from '../../authorization.ts';
import { downloadInput, writeDownload } from '../../http/download.ts';
import { type GetObjectInput, readObject } from '../../objects/reading.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetObject. */
export const getObject = defineS3Operation({
  name: 'GetObject',
  authorization: onVersion('GetObject', 'GetObjectVersion'),
  metering: 'readRequests',
  binding: { method: 'GET', level: 'object', read: downloadInput, write: writeDownload },
  run: ({ buckets }, input: GetObjectInput, call: Call) => readObject(buckets, input, call, true),
});
