import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { People, PeopleWanted, StackPerson } from './people/people.ts';
import { COMPILE_CACHE } from './sources/compile-cache.ts';
import { ROOT } from './sources/synthesis.ts';

export { type People, type PeopleWanted, type Person, stackPeople } from './people/people.ts';

/** What `localstack/stack/up.ts --json` says in its one line, once everything is ready. */
export interface StackReport<Name extends string = StackPerson> {
  readonly endpoint: string;
  readonly region: string;
  /** The definition's outputs by name: `api_url`, `user_pool_id` … */
  readonly outputs: Readonly<Record<string, string>>;
  readonly people: People<Name>;
}

/** A local stack in a process of its own. */
export interface StackProcess<Name extends string = StackPerson> extends StackReport<Name>, AsyncDisposable {
  readonly processId: number;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

export interface StackProcessOptions<Name extends string = StackPerson> {
  /** The checkout whose stack is started; default: this one. */
  readonly checkout?: string;
  /** Where to listen; default: any free port. */
  readonly port?: number;
  /** Where durable services keep their files; absent: in memory. */
  readonly dataDirectory?: string;
  /** Whom to make, so that they can sign in; default: the stack's own three. */
  readonly people?: PeopleWanted<Name>;
  /** How large V8's heap may grow, in MiB; default: as Node decides by the machine's memory. */
  readonly heapMiB?: number;
  /** Told of each part as it is done. */
  readonly log?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The process ended before it was ready; the message is what it said. */
export class StackProcessError extends Error {
  readonly code = 'StackProcessEnded';
}

/**
 * How many heaps glibc's malloc shares out between the process's threads. Unlimited, it gives nearly every thread one
 * of its own, and 30 MB are held of which nobody uses anything. Other C libraries ignore it.
 */
const MALLOC_ARENA_MAX = '2';

/**
 * Starts the local stack in another process, so that it shares no event loop with whoever measures it. It ends when
 * its standard input does: also when this process is killed.
 * @throws StackProcessError with the reason when it cannot start
 */
export async function startStackProcess<Name extends string = StackPerson>(
  options: StackProcessOptions<Name> = {},
): Promise<StackProcess<Name>> {
  const checkout = options.checkout ?? ROOT;
  const args = [
    ...(options.heapMiB === undefined ? [] : [`--max-old-space-size=${options.heapMiB}`]),
    startCommandOf(checkout),
    '--json',
    '--port',
    String(options.port ?? 0),
    ...(options.dataDirectory === undefined ? [] : ['--data', options.dataDirectory]),
    ...(options.people === undefined ? [] : ['--people', JSON.stringify(options.people)]),
  ];
  const env = { MALLOC_ARENA_MAX, NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env };
  // In a group of its own, which a terminal's Ctrl-C does not reach: whoever started it still has a use for it then.
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const ended = new Promise<void>((done) => {
    child.once('close', () => done());
  });
  const stop = async () => {
    child.stdin?.end();
    await ended;
  };
  const abort = () => void stop();
  options.signal?.addEventListener('abort', abort, { once: true });
  const report = await readReport<Name>(child, options.log);
  options.signal?.removeEventListener('abort', abort);
  return { ...report, processId: child.pid ?? 0, stop, [Symbol.asyncDispose]: stop };
}

/** The program that `npm start` runs in a checkout: a comparison starts older ones too, where it stands elsewhere. */
function startCommandOf(checkout: string): string {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return join(checkout, scripts.start.split(' ').at(-1) ?? '');
}

/** What up.ts says of its progress begins with the time since its start. */
const PROGRESS = /^ *\d+ ms {2}/;

/**
 * Progress comes on standard error, the report as the only line of standard output. What else comes on standard error
 * before the report is why there is none, where there is none; whoever is told so is not told the same before.
 */
function readReport<Name extends string>(
  child: ChildProcess,
  log: (line: string) => void = () => {},
): Promise<StackReport<Name>> {
  return new Promise((done, fail) => {
    let written = '';
    let withheld: string[] | undefined = [];
    child.once('error', fail);
    child.once('close', (status) => {
      fail(new StackProcessError(reasonIn(withheld ?? []) || `The local stack ended with status ${status}`));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split(/\r?\n/).filter((part) => part !== '')) {
        if (withheld && !PROGRESS.test(line)) withheld.push(line);
        else log(line);
      }
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      const end = written.indexOf('\n');
      if (end === -1) return;
      withheld?.forEach(log);
      withheld = undefined;
      done(JSON.parse(written.slice(0, end)) as StackReport<Name>);
    });
  });
}

/** The sentences, without the stack and the properties that Node prints of an unexpected error. */
function reasonIn(lines: readonly string[]): string {
  return lines.filter((line) => !/^(\s|})/.test(line)).join('\n');
}
