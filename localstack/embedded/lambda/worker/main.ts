import { enableCompileCache } from 'node:module';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, InvokeMessage, ToWorker, WorkerData } from '../execution/messages.ts';
import { type AwsTransport, installAwsTransport } from './aws-transport.ts';
import { installClock, now, synchronize } from './clock.ts';
import { RuntimeFault, runtimeError } from './errors.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { installOutput, setRequestId, takeLines } from './output.ts';
import { offerRuntimeSdk } from './runtime-sdk.ts';
import { installStreaming, isStreaming, streamedAnswer } from './streaming.ts';

/** The entry of an execution environment: what Lambda's Node runtime is, for one thread and one event at a time. */

const data = workerData as WorkerData;
const port = parentPort;
if (!port) throw new Error('An execution environment is a worker thread.');

let handler: Handler;
let transport: AwsTransport | undefined;

/** The exit status of what a signal ended, less the signal's number. */
const SIGNALLED = 128;

const send = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.type === 'invoke') void invoke(message);
  else transport?.receive(message);
});

installClock(data.clockOffset);
synchronize(data.now);
installOutput(data.logFormat, (lines) => send({ type: 'log', lines }));
if (data.endpoint) transport = installAwsTransport(data.endpoint, send);
enableCompileCache(data.compileCache);
offerRuntimeSdk(data.sdkBeside);
installStreaming();

// A signal to a function's own process ends its environment, which is a thread of a process that others share.
const { kill } = process;
process.kill = (pid, signal) => {
  if (pid !== process.pid || signal === 0) return Reflect.apply(kill, process, [pid, signal]);
  process.exit(SIGNALLED);
};

process.on('uncaughtException', (error) => crash(runtimeError(error), 129));
process.on('unhandledRejection', (reason) => {
  const { errorMessage, trace } = runtimeError(reason);
  const message = reason instanceof Error ? `${reason.name}: ${errorMessage}` : errorMessage;
  crash({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: message, trace: trace ?? [] }, 128);
});

try {
  handler = await loadHandler(data.taskRoot, data.handler, data.runtime);
  send({ type: 'ready', lines: takeLines() });
} catch (error) {
  const reported = runtimeError(error);
  console.error('Uncaught Exception', JSON.stringify(reported));
  send({ type: 'ready', error: reported, lines: takeLines() });
}

function crash(error: ReturnType<typeof runtimeError>, exitCode: number): void {
  console.error('Uncaught Exception', JSON.stringify(error));
  send({ type: 'crash', error, lines: takeLines() });
  process.exit(exitCode);
}

async function invoke(message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  synchronize(message.now);
  setRequestId(requestId);
  process.env._X_AMZN_TRACE_ID = message.traceId;
  let payload: string;
  let streamed: Buffer | undefined;
  let failed = false;
  try {
    const { payload: sent } = message;
    const event: unknown = JSON.parse(typeof sent === 'string' ? sent : Buffer.from(sent).toString());
    const context = invocationContext(message);
    if (isStreaming(handler)) streamed = await streamedAnswer(handler, event, context);
    payload = streamed ? streamed.toString() : serialize(await call(event, context));
  } catch (error) {
    failed = true;
    const reported = runtimeError(error);
    console.error('Invoke Error', JSON.stringify(reported));
    payload = JSON.stringify(reported);
  }
  send({
    type: 'done',
    requestId,
    payload,
    ...(streamed ? { streamed } : {}),
    failed,
    lines: takeLines(),
    heap: getHeapStatistics().used_heap_size,
  });
}

function call(event: unknown, context: object): unknown {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (returned instanceof Promise) returned.then(resolve, reject);
  });
}

function serialize(result: unknown): string {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch (error) {
    throw new RuntimeFault('Runtime.MarshalError', `Unable to stringify response body: ${String(error)}`);
  }
}

function invocationContext(message: InvokeMessage): object {
  const clientContext = message.clientContext;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: data.functionVersion,
    functionName: data.functionName,
    memoryLimitInMB: data.memorySize,
    logGroupName: data.logGroup,
    logStreamName: data.logStream,
    clientContext: clientContext === undefined ? undefined : (JSON.parse(clientContext) as unknown),
    identity: undefined,
    invokedFunctionArn: message.functionArn,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - now()),
  };
}
