import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { environmentWith, ROOT } from './synthesized.ts';

/** How a command ended, and what it printed. */
export interface CommandRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs of the test's own, first on the PATH of the commands that it runs; gone in the end. */
export interface StandIns extends Disposable {
  readonly folder: string;
  /** Makes a program of that name; `script` is shell; `calls` returns what it appends to "$CALLS". */
  add(name: string, script: string): void;
  /** The lines that the programs wrote to "$CALLS". */
  calls(): string[];
  /** The variables of a command with these settings; what it writes lands in `folder`. */
  environment(settings?: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
  /** Runs `cdktf/deploy/NAME.ts`. */
  run(
    name: string,
    args: readonly string[],
    settings?: Readonly<Record<string, string>>,
  ): Promise<CommandRun>;
}

/** What Terraform 1.11 writes, framed, where the registry cannot be reached. */
export const REGISTRY_UNREACHABLE = `printf '│ Error: Failed to query available provider packages\\n│ \\n│ Could not retrieve the list of available versions for provider\\n│ hashicorp/aws: could not connect to registry.terraform.io: failed\\n' >&2`;

/** A folder for programs that stand in for others, such as terraform and npx. */
export function createStandIns(): StandIns {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'expense-deploy-'));
  const calls = path.join(folder, 'calls');
  const environment = (settings: Readonly<Record<string, string>> = {}) => ({
    ...environmentWith(settings),
    PATH: `${folder}:${settings.PATH ?? process.env.PATH}`,
    CDKTF_OUTDIR: path.join(folder, 'out'),
    OUTPUTS_FOLDER: path.join(folder, 'outputs'),
    CALLS: calls,
  });
  return {
    folder,
    add(name, script) {
      const file = path.join(folder, name);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    },
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
    environment,
    async run(name, args, settings) {
      const file = path.join('cdktf', 'deploy', `${name}.ts`);
      const options = { cwd: ROOT, env: environment(settings) };
      return promisify(execFile)(process.execPath, [file, ...args], options).then(
        ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
        (error) => ({ status: error.code, stdout: error.stdout, stderr: error.stderr }),
      );
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
