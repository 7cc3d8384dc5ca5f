import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** What a local stack is asked for where its caller does not say: sign-up with addresses that are nobody's (RFC 2606). */
const LOCAL_SETTINGS = { SIGN_UP: 'domains', SIGN_UP_DOMAINS: 'example.com' } as const;

/** The definition, or the code of a Lambda, is broken; the message is the tool's own. */
export class SynthesisError extends Error {
  readonly code = 'SynthesisFailed';
}

/**
 * Builds the Lambdas and synthesizes the stacks if their sources have changed, in a process of its own: a broken
 * source ends that process and not this one.
 * @returns what was done, in one sentence
 * @throws SynthesisError with what the build or the definition said
 */
export async function synthesize(signal?: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'cdktf', 'synth.ts')], {
    cwd: ROOT,
    env: { ...process.env, ...(process.env.SIGN_UP ? {} : LOCAL_SETTINGS) },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const status = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (status === 0) return output.stdout.trim();
  throw new SynthesisError(
    output.stderr.trim() || output.stdout.trim() || `cdktf/synth.ts ended with ${status}`,
  );
}
