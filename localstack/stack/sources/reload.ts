import type { Provisioned } from '../../provision/provisioned.ts';
import { describedChange } from '../../provision/report.ts';
import { ROOT, SynthesisError, synthesize } from './synthesis.ts';
import { watchSources } from './watch.ts';

/** Editors write a file in several steps; this long after the last of them the sources are taken as they are. */
const QUIET_MS = 80;

/** All that the Lambdas and the stacks are made of. */
const SOURCES = [
  'app',
  'cdktf',
  'main.ts',
  'docs/openapi.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Watches the sources; close it to stop. */
export interface Reloader {
  close(): Promise<void>;
}

/** The stack, as far as it is reloaded. */
export interface Reloaded {
  /** Provisions the stacks as they are synthesized now. */
  provision(): Promise<Provisioned>;
}

/** What is reloaded, and by what. */
export interface ReloadOptions {
  /** When the sources were read that the stack was made of, in milliseconds since 1970: what was saved since is reloaded. */
  readonly since: number;
  /** Told in one line each what changed, what is done about it and what became of it, and how long that took. */
  readonly say: (line: string) => void;
}

/**
 * Builds, synthesizes and provisions again whenever a source changes, so that what differs in the stack is updated
 * and nothing else. A source that does not build leaves the stack as it is.
 */
export function reloadOnChange(stack: Reloaded, { since, say }: ReloadOptions): Reloader {
  const changes = new Set<string>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  function changed(file: string): void {
    changes.add(file);
    clearTimeout(timer);
    timer = setTimeout(start, QUIET_MS);
  }

  function start(): void {
    // What came while one runs is taken by the next.
    if (running || changes.size === 0 || closing.signal.aborted) return;
    say(`${listOf([...changes], 3)} changed. Building and synthesizing …`);
    changes.clear();
    running = reload(stack, say, closing.signal).finally(() => {
      running = undefined;
      start();
    });
  }

  const unwatch = watchSources({ root: ROOT, paths: SOURCES, since }, { changed, failed: sayOnce(say) });
  return {
    async close() {
      closing.abort();
      clearTimeout(timer);
      await unwatch();
      await running;
    },
  };
}

async function reload(stack: Reloaded, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  const took = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  try {
    say(`${await synthesize(signal)} Provisioning …`);
    const { changes, kept, left } = await stack.provision();
    const names = changes.map(describedChange);
    if (names.length === 0) say(`Reloaded in ${took()}: nothing in the stack differs.`);
    else say(`Reloaded in ${took()}: ${listOf(names, 10)}.`);
    for (const sentence of [...kept, ...left]) say(sentence);
  } catch (error) {
    if (signal.aborted) return;
    const what =
      error instanceof SynthesisError
        ? 'Not reloaded, the stack runs on as it was'
        : 'Reloaded in part, up to what follows';
    say(`${what} (${took()}): ${reasonOf(error)}`);
  }
}

/** The first ones, and how many more there are. */
function listOf(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

function reasonOf(error: unknown): string {
  if (error instanceof SynthesisError) return error.message;
  // That of the process that provisions comes with its stack.
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first;
}

/** The same trouble comes from every folder. */
function sayOnce(say: (line: string) => void): (error: NodeJS.ErrnoException) => void {
  const reported = new Set<string>();
  return ({ code, message }) => {
    if (reported.has(code ?? message)) return;
    reported.add(code ?? message);
    const remedy =
      code === 'ENOSPC' || code === 'EMFILE'
        ? ' Raise fs.inotify.max_user_watches and max_user_instances.'
        : '';
    say(`Some changes will not be noticed (${message}); after those, start again.${remedy}`);
  };
}
