import type { Meter } from '../core/meter.ts';
import type { Metered } from '../core/operation.ts';
import type { Call } from '../core/service.ts';

interface Sized {
  readonly Bucket?: string;
  readonly Body?: Uint8Array | string;
}

/**
 * The class that a call is billed in (https://aws.amazon.com/s3/pricing/, "Requests & data retrievals"); operations
 * without one are free.
 */
export type RequestClass = 'writeRequests' | 'readRequests';

/**
 * Counts requests by the class that they are billed in, and the bytes of objects that they carry. What was refused
 * before it got here is free.
 */
export function createMetered(meter: Meter): Metered<RequestClass> {
  return (run, billed) => async (input: Sized, call: Call) => {
    const bucket = input.Bucket ?? '*';
    if (billed) meter.add('s3', billed, bucket, 1);
    meter.add('s3', 'uploadedBytes', bucket, sizeOf(input));
    const output = await run(input as never, call);
    meter.add('s3', 'downloadedBytes', bucket, sizeOf(output as Sized));
    return output;
  };
}

function sizeOf({ Body }: Sized): number {
  return Body === undefined ? 0 : typeof Body === 'string' ? Buffer.byteLength(Body) : Body.byteLength;
}
