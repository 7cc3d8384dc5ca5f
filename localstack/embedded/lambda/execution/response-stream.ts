import type { InvocationResult } from './invocations.ts';

/** The largest piece of an answer that goes in one event, in bytes. */
const PIECE = 1024 * 1024;
/** AWS returns the last 4 KB of the log. */
const MAX_LOG = 4096;

/**
 * A function's answer as a stream of events (https://smithy.io/2.0/aws/amazon-eventstream.html): its pieces, and an end
 * that says whether it failed. What a function that fails has answered is in the end alone.
 */
export async function eventStreamOf(result: InvocationResult): Promise<Uint8Array> {
  const { payload, streamed, failed, log } = result;
  // Loaded when it is spoken, as the codecs are.
  const { EventStreamCodec } = await import('@smithy/core/event-streams');
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString(),
    (text) => Buffer.from(text),
  );
  const event = (type: string, contentType: string, body: Uint8Array) =>
    codec.encode({
      headers: {
        ':message-type': { type: 'string', value: 'event' },
        ':event-type': { type: 'string', value: type },
        ':content-type': { type: 'string', value: contentType },
      },
      body,
    });
  const events: Uint8Array[] = [];
  const answer = failed ? Buffer.alloc(0) : Buffer.from(streamed ?? payload);
  for (let start = 0; start < answer.length; start += PIECE) {
    const piece = answer.subarray(start, start + PIECE);
    events.push(event('PayloadChunk', 'application/octet-stream', piece));
  }
  const end = {
    ...(failed ? { ErrorCode: 'Unhandled', ErrorDetails: payload } : {}),
    ...(log === undefined ? {} : { LogResult: Buffer.from(log).subarray(-MAX_LOG).toString('base64') }),
  };
  events.push(event('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(end))));
  return Buffer.concat(events);
}
