import type { LogEvent } from '../model.ts';
import { Instant, type Value } from './values.ts';

/** An event that a query looks at, and where it was found. */
export interface Source {
  readonly event: LogEvent;
  readonly logGroupName: string;
  readonly accountId: string;
}

/** What Lambda's own lines say, by the names that Logs Insights finds them under. */
const LAMBDA_LINE = /^(START|END|REPORT) RequestId: ([\w-]+)/;
const REPORTED: Readonly<Record<string, RegExp>> = {
  '@duration': /\tDuration: ([\d.]+) ms/,
  '@billedDuration': /\tBilled Duration: ([\d.]+) ms/,
  '@memorySize': /\tMemory Size: (\d+) MB/,
  '@maxMemoryUsed': /\tMax Memory Used: (\d+) MB/,
  '@initDuration': /\tInit Duration: ([\d.]+) ms/,
};
/** How deep fields are looked for. */
const DEEPEST = 100;
const MEGABYTE = 1_000_000;

/**
 * The fields of one event: AWS's own, whose names begin with `@`, and those that Logs Insights discovers in JSON messages
 * and in Lambda's lines
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html).
 */
export class EventFields {
  readonly #source: Source;
  #parsed: { readonly json: object | undefined } | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  /** How to find the event again. */
  get pointer(): string {
    const { event, logGroupName } = this.#source;
    return Buffer.from(JSON.stringify([logGroupName, event.sequence])).toString('base64');
  }

  get(name: string): Value {
    // A member of the message whose own name begins with @ has one more.
    if (name.startsWith('@@')) return valueAt(this.#json(), name.slice(1));
    return name.startsWith('@') ? this.#own(name) : valueAt(this.#json(), name);
  }

  /** All fields by name; those of JSON are flat, their names joined by full stops. */
  all(): Map<string, Value> {
    const names = ['@timestamp', '@message', '@logStream', '@log', '@ingestionTime', '@ptr'];
    const found = new Map<string, Value>(names.map((name) => [name, this.#own(name)]));
    for (const name of ['@type', '@requestId', ...Object.keys(REPORTED)]) {
      const value = this.#own(name);
      if (value !== undefined) found.set(name, value);
    }
    flatten(this.#json(), '', found);
    return found;
  }

  #own(name: string): Value {
    const { event, logGroupName, accountId } = this.#source;
    switch (name) {
      case '@timestamp':
        return new Instant(event.timestamp);
      case '@ingestionTime':
        return new Instant(event.ingestionTime);
      case '@message':
        return event.message;
      case '@logStream':
        return event.stream;
      case '@log':
        return `${accountId}:${logGroupName}`;
      case '@ptr':
        return this.pointer;
      default:
        return lambdaField(name, event.message);
    }
  }

  #json(): object | undefined {
    this.#parsed ??= { json: jsonIn(this.#source) };
    return this.#parsed.json;
  }
}

/** What {@link EventFields.pointer} points at; undefined for a text that is no pointer. */
export function parsePointer(text: string): { logGroupName: string; sequence: number } | undefined {
  try {
    const [logGroupName, sequence] = JSON.parse(Buffer.from(text, 'base64').toString()) as unknown[];
    if (typeof logGroupName === 'string' && typeof sequence === 'number') return { logGroupName, sequence };
  } catch {
    // No pointer, like JSON of another shape.
  }
  return undefined;
}

/** The JSON of a message. In Lambda's groups, it may stand behind what the runtime writes before it. */
function jsonIn({ event: { message }, logGroupName }: Source): object | undefined {
  const start = logGroupName.startsWith('/aws/lambda/') ? message.indexOf('{') : 0;
  if (start < 0 || message.trimStart().charAt(0) === '') return undefined;
  const text = message.slice(start).trim();
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function lambdaField(name: string, message: string): Value {
  const [, type, requestId] = LAMBDA_LINE.exec(message) ?? [];
  if (name === '@type') return type;
  if (name === '@requestId') return requestId;
  const [, text] = (type === 'REPORT' && REPORTED[name]?.exec(message)) || [];
  if (text === undefined) return undefined;
  return name === '@memorySize' || name === '@maxMemoryUsed' ? Number(text) * MEGABYTE : Number(text);
}

/** What stands in an object under a name with full stops, each of which may belong to a key. Objects are no values. */
export function valueAt(container: unknown, name: string): Value {
  const found = anyAt(container, name);
  return typeof found === 'object' ? undefined : found;
}

/** As {@link valueAt}, with objects and lists. */
export function anyAt(container: unknown, name: string): Value {
  if (typeof container !== 'object' || container === null) return undefined;
  if (Object.hasOwn(container, name)) return (container as Record<string, Value | null>)[name] ?? undefined;
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const key = name.slice(0, dot);
    if (!Object.hasOwn(container, key)) continue;
    const found = anyAt((container as Record<string, unknown>)[key], name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function flatten(value: unknown, name: string, into: Map<string, Value>, depth = 0): void {
  if (typeof value === 'object' && value !== null) {
    if (depth === DEEPEST) return;
    for (const [key, member] of Object.entries(value)) {
      flatten(member, name ? `${name}.${key}` : key.replace(/^@/, '@@'), into, depth + 1);
    }
  } else if (name !== '' && value !== null && value !== undefined) into.set(name, value as Value);
}
