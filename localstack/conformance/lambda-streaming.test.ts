import { InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aFunction, invoke } from '../testing/functions.ts';

let aws: StartedEmbedded;
let lambda: LambdaClient;
beforeAll(async () => {
  aws = await startBackend(['lambda'], { log: () => {} });
  lambda = aws.client(LambdaClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

const STREAMING = `
  export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
    stream.setContentType('application/json');
    stream.write('{"name":');
    stream.write(JSON.stringify(event.name));
    if (event.fails) throw new Error('in the middle of it');
    stream.end(',"id":' + JSON.stringify(context.awsRequestId.length) + '}');
  });`;

/** What a stream of events holds: the pieces of the answer, and how it ended. */
async function streamed(FunctionName: string, event: object) {
  const { EventStream = [], ResponseStreamContentType } = await lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  let text = '';
  let end: { ErrorCode?: string | undefined; ErrorDetails?: string | undefined } | undefined;
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    text += Buffer.from(PayloadChunk?.Payload ?? []).toString();
    end = InvokeComplete ?? end;
  }
  return { text, end, ResponseStreamContentType };
}

describe('a function that streams its answer', () => {
  test('answers whole to a caller that takes no stream', async () => {
    const name = await aFunction(lambda, STREAMING);
    const { payload, error } = await invoke(lambda, name, { name: 'a' });
    expect({ payload, error }).toEqual({ payload: { name: 'a', id: 36 }, error: undefined });
  });

  test('answers in pieces, and with an end, to one that does', async () => {
    const name = await aFunction(lambda, STREAMING);
    const { text, end, ResponseStreamContentType } = await streamed(name, { name: 'a' });
    expect(text).toBe('{"name":"a","id":36}');
    expect(end?.ErrorCode).toBeUndefined();
    expect(ResponseStreamContentType).toBe('application/vnd.amazon.eventstream');
  });

  test('fails where it throws, to both', async () => {
    const name = await aFunction(lambda, STREAMING);
    const { payload, error } = await invoke(lambda, name, { name: 'a', fails: true });
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'Error', errorMessage: 'in the middle of it' });
    const { end } = await streamed(name, { name: 'a', fails: true });
    expect(end?.ErrorCode).toBe('Unhandled');
    expect(JSON.parse(end?.ErrorDetails ?? '{}')).toMatchObject({ errorMessage: 'in the middle of it' });
  });

  test('that is not asynchronous is refused', async () => {
    const name = await aFunction(
      lambda,
      'export const handler = awslambda.streamifyResponse((event, stream) => stream.end("no"));',
    );
    expect((await invoke(lambda, name)).payload).toMatchObject({
      errorMessage: 'Streaming does not support non-async handlers.',
    });
  });

  test('may answer bytes that are no text', async () => {
    const name = await aFunction(
      lambda,
      'export const handler = awslambda.streamifyResponse(async (event, stream) => stream.end(Buffer.from([0, 255, 254])));',
    );
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: name }));
    expect([...(Payload ?? [])]).toEqual([0, 255, 254]);
  });

  test('writes the status and headers of an HTTP answer in front of its body', async () => {
    const name = await aFunction(
      lambda,
      `export const handler = awslambda.streamifyResponse(async (event, stream) => {
        const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
        http.end('made');
      });`,
    );
    expect((await streamed(name, {})).text).toBe(`{"statusCode":201}${'\0'.repeat(8)}made`);
  });
});

test('a function that does not stream answers in one piece', async () => {
  const name = await aFunction(lambda, 'export const handler = async () => ({ a: 1 });');
  expect((await streamed(name, {})).text).toBe('{"a":1}');
});

describe('an answer', () => {
  const OF_SIZE = `export const handler = async ({ size }) => 'x'.repeat(size - 2);`;
  const MOST = 6_291_556;

  test('may have 6,291,556 bytes', async () => {
    const name = await aFunction(lambda, OF_SIZE);
    const { payload, error } = await invoke(lambda, name, { size: MOST });
    expect(error).toBeUndefined();
    expect(payload).toHaveLength(MOST - 2);
  });

  test('of one byte more is refused', async () => {
    const name = await aFunction(lambda, OF_SIZE);
    const { payload, error } = await invoke(lambda, name, { size: MOST + 1 });
    expect(error).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
  });
});
