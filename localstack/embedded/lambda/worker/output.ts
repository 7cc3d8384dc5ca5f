import { formatWithOptions } from 'node:util';
import type { LogLine } from '../execution/messages.ts';
import { now } from './clock.ts';
import { runtimeError } from './errors.ts';

/** How long a written line may wait for another message to travel with, in real milliseconds. */
const FLUSH_AFTER = 20;

const LEVELS = {
  log: 'INFO',
  info: 'INFO',
  debug: 'DEBUG',
  warn: 'WARN',
  error: 'ERROR',
  trace: 'TRACE',
} as const;

let lines: LogLine[] = [];
let flushing = false;
let send: (taken: LogLine[]) => void = () => {};
let requestId = '';

/** The invocation that lines are written for. */
export function setRequestId(id: string): void {
  requestId = id;
}

/** Takes the lines that have not been sent yet. */
export function takeLines(): LogLine[] {
  const taken = lines;
  lines = [];
  return taken;
}

function write(message: string): void {
  lines.push({ timestamp: now(), message });
  if (flushing) return;
  flushing = true;
  setTimeout(() => {
    flushing = false;
    if (lines.length > 0) send(takeLines());
  }, FLUSH_AFTER).unref();
}

/** Captures `console` as Lambda's runtime does, and whatever is written to the standard streams line by line. */
export function installOutput(format: 'Text' | 'JSON', sender: (taken: LogLine[]) => void): void {
  send = sender;
  for (const [method, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, string][]) {
    console[method] = (...values: unknown[]) =>
      write(format === 'JSON' ? json(level, values) : text(level, values));
  }
  captureStream(process.stdout);
  captureStream(process.stderr);
}

function text(level: string, values: unknown[]): string {
  return `${new Date(now()).toISOString()}\t${requestId || 'undefined'}\t${level}\t${formatWithOptions({}, ...values)}`;
}

function json(level: string, values: unknown[]): string {
  const record: Record<string, unknown> = { timestamp: new Date(now()).toISOString(), level, requestId };
  record.message =
    values.length === 1 && typeof values[0] === 'object' ? values[0] : formatWithOptions({}, ...values);
  const error = values.find((value) => value instanceof Error);
  if (error) {
    const { errorType, errorMessage, trace } = runtimeError(error);
    record.errorType = errorType;
    record.errorMessage = errorMessage;
    record.stackTrace = trace?.slice(1);
    if (values.length === 1) record.message = errorMessage;
  }
  return JSON.stringify(record);
}

function captureStream(stream: NodeJS.WriteStream): void {
  let rest = '';
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
    rest += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) write(part);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  };
}
