/** What travels between the service and an execution environment's thread; small, because every request pays for it. */

/** How an environment is started. */
export interface WorkerData {
  readonly taskRoot: string;
  readonly handler: string;
  readonly runtime: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memorySize: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logFormat: 'Text' | 'JSON';
  /** Requests to this origin are answered over the port instead of a socket; empty turns that off. */
  readonly endpoint: string;
  /** A `Float64Array` of one: how far the emulated time is ahead of the machine's, in milliseconds. */
  readonly clockOffset: SharedArrayBuffer;
  /** Emulated time at the start, in milliseconds since the epoch. */
  readonly now: number;
  readonly compileCache: string;
  /** The address of a module from which the clients of the SDK are found that AWS's runtimes have. */
  readonly sdkBeside: string;
}

/** An event for the handler. */
export interface InvokeMessage {
  readonly type: 'invoke';
  readonly requestId: string;
  /** JSON text, or its bytes. */
  readonly payload: string | Uint8Array;
  /** When the invocation times out, in emulated milliseconds since the epoch. */
  readonly deadline: number;
  readonly now: number;
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON text of the client context. */
  readonly clientContext?: string;
}

/** The answer to a {@link RequestMessage}. */
export interface ResponseMessage {
  readonly type: 'response';
  readonly id: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array | string;
}

/** No answer to a {@link RequestMessage}: what a torn connection is. */
export interface FailureMessage {
  readonly type: 'failure';
  readonly id: number;
  readonly message: string;
}

/** What an environment's thread gets. */
export type ToWorker = InvokeMessage | ResponseMessage | FailureMessage;

/** An error as Lambda's runtime reports it. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The module is loaded (or not): the end of the init phase. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly error?: RuntimeError;
  readonly lines: readonly LogLine[];
}

/** The handler answered. */
export interface DoneMessage {
  readonly type: 'done';
  readonly requestId: string;
  /** JSON text of the handler's result, or of the error; of a streamed answer its text. */
  readonly payload: string;
  /** A streamed answer, which may be of any form. */
  readonly streamed?: Uint8Array;
  readonly failed: boolean;
  readonly lines: readonly LogLine[];
  /** Bytes of heap in use. */
  readonly heap: number;
}

/** Lines written since the last message, where the handler takes its time. */
export interface LogMessage {
  readonly type: 'log';
  readonly lines: readonly LogLine[];
}

/** A line of output with the emulated time at which it was written. */
export interface LogLine {
  readonly timestamp: number;
  readonly message: string;
}

/** An AWS call of the function's code. */
export interface RequestMessage {
  readonly type: 'request';
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The process is about to leave by itself because of an error nobody caught. */
export interface CrashMessage {
  readonly type: 'crash';
  readonly error: RuntimeError;
  readonly lines: readonly LogLine[];
}

/** What an environment's thread sends. */
export type FromWorker = ReadyMessage | DoneMessage | LogMessage | RequestMessage | CrashMessage;
