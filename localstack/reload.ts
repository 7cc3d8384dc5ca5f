import { join } from 'node:path';
import { describedChange } from './provision/report.ts';
import type { Stack } from './stack.ts';
import { ROOT, synthesize } from './synthesis.ts';
import { watchSources } from './watch.ts';

/** Editors write a file in several steps; this long after the last of them the sources are taken as they are. */
const QUIET_MS = 80;

const SOURCES = ['app', 'cdktf'];

/** Watches the sources; close it to stop. */
export interface Reloader {
  close(): Promise<void>;
}

/**
 * Builds, synthesizes and provisions again whenever a source changes, so that what differs in the stack is updated
 * and nothing else. A source that does not build leaves the stack as it is.
 * @param say told in one line what became of each change
 */
export function reloadOnChange(stack: Stack, say: (line: string) => void): Reloader {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(start, QUIET_MS);
  }

  function start(): void {
    if (closed) return;
    if (running) {
      again = true;
      return;
    }
    running = reload(stack, say).finally(() => {
      running = undefined;
      if (again) changed();
      again = false;
    });
  }

  const unwatch = watchSources(
    SOURCES.map((folder) => join(ROOT, folder)),
    changed,
  );
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      unwatch();
      await running;
    },
  };
}

async function reload(stack: Stack, say: (line: string) => void): Promise<void> {
  const started = performance.now();
  try {
    await synthesize();
    const { changes, kept, left } = await stack.provision();
    const names = changes.map(describedChange).join(', ');
    if (names !== '') say(`Reloaded in ${(performance.now() - started).toFixed(0)} ms: ${names}`);
    for (const sentence of [...kept, ...left]) say(sentence);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`Not reloaded, the stack runs on as it was: ${reason}`);
  }
}
