import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../localstack/testing/until.ts';

/** A program of the checkout as somebody at a terminal sees it. */
export interface Terminal extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Waits until something is shown that is like this, and hands over all that was shown until its end, since the last time. */
  shown(pattern: RegExp): Promise<string>;
}

/** How long a busy machine may take to start a stack, or to reload it. */
export const PATIENCE_MS = 240_000;

/** Starts `npm start`'s program, and ends it by Ctrl-C. */
export function startInTerminal(root: string, args: readonly string[]): Terminal {
  const child = spawn(process.execPath, ['localstack/stack/up.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let unread = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      unread += text;
    });
  }
  return {
    process: child,
    async shown(pattern) {
      const seen = () => pattern.exec(unread);
      const ended = () => child.exitCode !== null && (seen() ?? 'ended');
      const found = await until(() => seen() ?? ended(), { within: PATIENCE_MS }).catch(() => 'not shown');
      if (typeof found === 'string') throw new Error(`${pattern}: ${found}. The terminal shows:\n${unread}`);
      const end = found.index + found[0].length;
      const text = unread.slice(0, end);
      unread = unread.slice(end);
      return text;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}
