import type { Meter } from '../core/meter.ts';
import type { Call, Operation } from '../core/service.ts';

interface Sized {
  readonly Bucket?: string;
  readonly Body?: Uint8Array | string;
}

/**
 * Counts requests by the class that they are billed in, and the bytes of objects that they carry
 * (https://aws.amazon.com/s3/pricing/, "Requests & data retrievals"). What was refused before it got here is free.
 */
export function metered(
  meter: Meter,
  operations: Readonly<Record<string, Operation>>,
): Readonly<Record<string, Operation>> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [name, meteredOperation(meter, name, run)]),
  );
}

function meteredOperation(meter: Meter, name: string, run: Operation): Operation<Sized> {
  const billed = classOf(name);
  return async (input: Sized, call: Call) => {
    const bucket = input.Bucket ?? '*';
    if (billed) meter.add('s3', billed, bucket, 1);
    meter.add('s3', 'uploadedBytes', bucket, sizeOf(input));
    const output = await run(input as never, call);
    meter.add('s3', 'downloadedBytes', bucket, sizeOf(output as Sized));
    return output;
  };
}

function classOf(name: string): 'writeRequests' | 'readRequests' | undefined {
  if (/^(?:Delete|Abort)/.test(name)) return undefined;
  return /^(?:Put|Copy|List|Create|Complete|Upload)/.test(name) ? 'writeRequests' : 'readRequests';
}

function sizeOf({ Body }: Sized): number {
  return Body === undefined ? 0 : typeof Body === 'string' ? Buffer.byteLength(Body) : Body.byteLength;
}
