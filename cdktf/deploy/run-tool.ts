import { type ChildProcess, spawn } from 'node:child_process';
import type { Environment } from './arguments.ts';
import { DeployError } from './errors.ts';

export interface ToolRun {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  /** Whether Ctrl-C came while it ran; it was passed on once. */
  readonly interrupted: boolean;
  /** What it wrote, where that was asked for. */
  readonly output: string;
}

export interface ToolOptions {
  readonly directory: string;
  readonly environment: Environment;
  /** Whether to keep what it writes instead of showing it. */
  readonly quiet?: boolean;
}

/**
 * Runs a program to its end. Ctrl-C reaches it only once, however often it is pressed: Terraform writes its state on the
 * first interrupt and loses it on the second.
 * @throws DeployError `missing` when there is no such program
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<ToolRun> {
  // Before the program runs, so that no interrupt ends this process first.
  using interruption = awaitInterrupt(options.quiet ?? false, () => interrupt(child));
  const child = spawn(command, [...args], {
    cwd: options.directory,
    env: { ...options.environment },
    // In a process group of its own, so that the terminal's Ctrl-C reaches only this process, which passes it on.
    detached: process.platform !== 'win32',
    // npx is a command file on Windows, which only a shell can start.
    shell: process.platform === 'win32',
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const status = await new Promise<number | undefined>((done, fail) => {
    child.once('error', () =>
      fail(new DeployError('missing', `${command} cannot be started: is it on the PATH?`)),
    );
    child.once('close', (code) => done(code ?? undefined));
  });
  return { status, interrupted: interruption.passed, output };
}

/** Handles interrupts from now on, and passes the first of them on. */
function awaitInterrupt(quiet: boolean, passOn: () => void): Disposable & { readonly passed: boolean } {
  let passed = false;
  const pass = () => {
    if (passed) return void console.error('Still ending; another interrupt would lose the state.');
    passed = true;
    if (!quiet) console.error('\nInterrupted: what has begun is brought to an end and written down first.');
    passOn();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, pass);
  return {
    get passed() {
      return passed;
    },
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, pass);
    },
  };
}

function interrupt(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGINT');
    else process.kill(-child.pid, 'SIGINT');
  } catch {
    // It has ended by itself meanwhile.
  }
}
