import { execFile } from 'node:child_process';
import type { Backend } from '../../testing/embedded.ts';

/** How a program ended. */
export interface Ended {
  /** 0 where it went well. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, as somebody does in a shell that has a key and a region and nothing else of AWS: no
 * configuration, no other credentials.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(program, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** An AWS CLI pointed at a backend: what it prints, parsed where it is JSON. */
export interface Cli {
  /** The output of a command that must succeed. */
  text(...args: readonly string[]): Promise<string>;
  /** The same, parsed, in the shape that the test expects of it. */
  json<Shape>(...args: readonly string[]): Promise<Shape>;
  /** What a command that must fail says. */
  refused(...args: readonly string[]): Promise<string>;
}

/**
 * The CLI at `program`, by `--endpoint-url`, which every version understands.
 *
 * @param environment variables that the test sets besides, e.g. a configuration file
 */
export function cliAt(
  program: string,
  { endpoint }: Pick<Backend, 'endpoint'>,
  environment: Readonly<Record<string, string>> = {},
): Cli {
  const run = (args: readonly string[]) =>
    runProgram(program, ['--endpoint-url', endpoint, '--output', 'json', ...args], environment);
  const text = async (...args: readonly string[]) => {
    const ended = await run(args);
    if (ended.code !== 0) throw new Error(`aws ${args.join(' ')}: ${ended.stderr.trim() || ended.stdout}`);
    return ended.stdout;
  };
  return {
    text,
    async json<Shape>(...args: readonly string[]) {
      return JSON.parse(await text(...args)) as Shape;
    },
    async refused(...args) {
      const ended = await run(args);
      if (ended.code === 0) throw new Error(`aws ${args.join(' ')} succeeded: ${ended.stdout}`);
      return ended.stderr.trim();
    },
  };
}
