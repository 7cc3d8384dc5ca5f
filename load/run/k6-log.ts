import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** A message of k6's log. */
export interface K6Message {
  /** On one line; where a script threw, with the place. */
  readonly message: string;
  readonly count: number;
}

/** A line of k6's log as JSON (`--log-format json`); what else stands in it is of no use here. */
interface Line {
  readonly level?: string;
  readonly msg?: string;
  readonly error?: string;
  /** `script exception` where the scripts threw. */
  readonly hint?: string;
  /** The scenario whose iteration it was; absent outside of iterations. */
  readonly scenario?: string;
}

/** How many different messages are kept: a script that is wrong is wrong in the same way each time. */
const keptMessages = 5;
/** How much of a message is kept. */
const keptCharacters = 300;

/** How k6 says that a promise was rejected and nobody took it; at most once an iteration, which is then no good one. */
const rejection = 'Uncaught (in promise)';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Reads k6's log as it is written, and keeps what a reader of a report needs: the first errors, and how many there were. */
export class K6Log {
  /** How many iterations ended because the script threw. */
  thrown = 0;
  /** Whether k6 had no virtual user left for an arrival (https://github.com/grafana/k6/blob/master/lib/executor/ramping_arrival_rate.go). */
  virtualUsersExhausted = false;
  /** The last error, or else the last line, in words; undefined where there was none. */
  last: string | undefined;
  readonly #counts = new Map<string, number>();
  #others = 0;
  #hasError = false;
  #rest = '';

  /** Takes what was written since. */
  write(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#read(line);
  }

  /** What is left without an end of line is a line too. */
  end(): void {
    this.#read(this.#rest);
    this.#rest = '';
  }

  /** The first errors, each with how often it was logged; what is beyond the first few is counted together. */
  get errors(): readonly K6Message[] {
    const first = [...this.#counts].map(([message, count]) => ({ message, count }));
    return this.#others === 0 ? first : [...first, { message: 'other messages', count: this.#others }];
  }

  #read(text: string): void {
    if (!text.trim()) return;
    const line = parsed(text);
    const { level, msg = '', scenario } = line;
    if (msg.includes('Insufficient VUs')) this.virtualUsersExhausted = true;
    const isError = level === 'error' || level === 'fatal' || level === 'panic';
    if (isError && isThrown(line) && scenario !== undefined) this.thrown++;
    const message = messageOf(line);
    if (isError || !this.#hasError) this.last = message;
    if (isError) this.#hasError = true;
    if (isKnown(msg)) return;
    if (isError || line.error !== undefined) this.#count(message);
  }

  #count(message: string): void {
    const before = this.#counts.get(message);
    if (before === undefined && this.#counts.size >= keptMessages) this.#others++;
    else this.#counts.set(message, (before ?? 0) + 1);
  }
}

/** That thresholds were crossed is no error, and stands at length elsewhere. */
function isKnown(message: string): boolean {
  return /^thresholds on metrics .* have been crossed$/.test(message);
}

/** A line that is no JSON, as a container engine's own errors are, is its own message. */
function parsed(text: string): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null) return line;
  } catch {
    // It is a sentence.
  }
  return { msg: text };
}

/** Whether the script threw, at once or in a promise. What a script itself writes with `console` is of no scenario. */
function isThrown({ hint, msg = '', scenario }: Line): boolean {
  return hint === 'script exception' || (scenario !== undefined && msg.startsWith(rejection));
}

function messageOf(line: Line): string {
  const { msg = '', error, scenario } = line;
  const thrown = isThrown(line);
  const [message = '', ...stack] = msg.split(/\n\s*at /);
  const place = thrown ? placeOf(stack[0]) : undefined;
  return [
    scenario === undefined || !thrown ? '' : `${scenario}: `,
    shortened(message),
    error === undefined ? '' : `: ${shortened(reasonOf(error))}`,
    place === undefined ? '' : ` (${place})`,
  ].join('');
}

/** A terminal's sequences (ECMA-48: colours, titles), and what else is no character to be read: controls, marks of direction. */
const unreadable = /\p{Cc}|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** On one line, of a length that can be read, and of nothing but what can be read: a terminal obeys some characters. */
function shortened(text: string): string {
  const readable = stripVTControlCharacters(text).replace(/\s+/g, ' ').replace(unreadable, '');
  const line = readable.trim();
  return line.length > keptCharacters ? `${line.slice(0, keptCharacters)}…` : line;
}

/** `crud (file:///…/load/k6/scenarios/crud.ts:14:92(17))` as `load/k6/scenarios/crud.ts:14:92`. */
function placeOf(frame: string | undefined): string | undefined {
  const found = /file:\/\/(.+?):(\d+):(\d+)/.exec(frame ?? '');
  if (!found) return undefined;
  const [, file = '', line, column] = found;
  const path = shortened(decoded(file));
  return `${path.startsWith(ROOT) ? relative(ROOT, path) : path}:${line}:${column}`;
}

/** What is thrown may look like a place, and be none. */
function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** Without the address, which has the id of an expense in it, and without the port that a connection happened to have. */
function reasonOf(error: string): string {
  return error.replace(/^\w+ "[^"]*": /, '').replace(/:\d+->/g, '->');
}
