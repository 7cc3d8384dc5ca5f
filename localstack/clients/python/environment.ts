import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const KEPT = fileURLToPath(new URL('../../../.cache/clients/', import.meta.url));

/** What a run needs that this machine does not have. The message says what to install. */
export class PythonUnavailableError extends Error {
  readonly code = 'PYTHON_UNAVAILABLE';
  override readonly name = 'PythonUnavailableError';
}

/**
 * The folder of programs (`python`, `aws`) of a virtual environment with the packages of requirements.txt. It is made once
 * for each content of that file, and kept in `.cache/clients`.
 *
 * @throws PythonUnavailableError where Python 3 cannot make one, or a package cannot be installed
 */
export async function pythonEnvironment(): Promise<string> {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(KEPT, `python-${wanted}`);
  const programs = join(folder, 'bin');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return programs;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  await step('python3', ['-m', 'venv', folder], 'Install Python 3 with its module venv (python3-venv).');
  await step(
    join(programs, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS],
    'The packages of localstack/clients/python/requirements.txt could not be installed.',
  );
  writeFileSync(complete, '');
  return programs;
}

async function step(program: string, args: readonly string[], advice: string): Promise<void> {
  try {
    await run(program, args);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new PythonUnavailableError(`${advice} ${stderr?.trim() || (error as Error).message}`);
  }
}

/** An AWS CLI that can be run. */
export interface CommandLine {
  readonly program: string;
  /** As the CLI says it: `1.46.3`, `2.9.19`. */
  readonly version: string;
}

/**
 * The AWS CLIs to test: version 1 out of the virtual environment, and a version 2 if PATH has one (it is no package of
 * Python's, but systems have it: Debian's is 2.9).
 */
export async function commandLines(programs: string): Promise<[CommandLine, ...CommandLine[]]> {
  const own = { program: join(programs, 'aws'), version: await versionOf(join(programs, 'aws')) };
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const program = join(folder, 'aws');
    if (!existsSync(program)) continue;
    const version = await versionOf(program);
    if (version.startsWith('2.')) return [own, { program, version }];
  }
  return [own];
}

async function versionOf(program: string): Promise<string> {
  try {
    const { stdout, stderr } = await run(program, ['--version']);
    return /aws-cli\/(\S+)/.exec(`${stdout}${stderr}`)?.[1] ?? '';
  } catch {
    return '';
  }
}
