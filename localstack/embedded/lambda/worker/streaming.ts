import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { RuntimeFault } from './errors.ts';

/** How Lambda's Node runtime marks a handler that writes its answer into a stream. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const RESPONSE = 'response';
/** Between the status and headers of an HTTP answer and its body: so many bytes of zero. */
const DELIMITER = 8;

/** A handler that `awslambda.streamifyResponse` was called with. */
export type StreamingHandler = (event: unknown, response: Writable, context: object) => unknown;

/** The stream that a streaming handler writes into. */
class ResponseStream extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(Buffer.from(chunk));
    done();
  }

  /** What streams over HTTP are announced as; a buffered answer has no type. */
  setContentType(_type: string): void {}

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/**
 * Offers the global `awslambda` of Lambda's Node runtime
 * (https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html).
 */
export function installStreaming(): void {
  const awslambda = {
    streamifyResponse(handler: StreamingHandler): StreamingHandler {
      return Object.assign(handler, { [STREAMING]: RESPONSE });
    },
    HttpResponseStream: {
      /** Writes the status and headers of an HTTP answer in front of its body. */
      from(stream: Writable, metadata: object): Writable {
        stream.write(JSON.stringify(metadata));
        stream.write(Buffer.alloc(DELIMITER));
        return stream;
      },
    },
  };
  Object.assign(globalThis, { awslambda });
}

/** Whether a handler writes its answer into a stream. */
export function isStreaming(handler: object): handler is StreamingHandler {
  return (handler as { [STREAMING]?: unknown })[STREAMING] === RESPONSE;
}

/** All that a streaming handler writes, once its stream has ended: what it answers to a caller who does not take a stream. */
export async function streamedAnswer(
  handler: StreamingHandler,
  event: unknown,
  context: object,
): Promise<Buffer> {
  const stream = new ResponseStream();
  // Watched from the beginning, so that a stream which the handler destroys fails the invocation.
  const ended = finished(stream);
  ended.catch(() => {});
  const returned = handler(event, stream, context);
  if (!(returned instanceof Promise)) {
    throw new RuntimeFault(
      'Runtime.InvalidStreamingOperation',
      'Streaming does not support non-async handlers.',
    );
  }
  await returned;
  await ended;
  return stream.bytes;
}
