import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { several } from '../report/format.ts';
import { k6Version } from './release.ts';
import type { K6Search } from './search.ts';
import { createSteps, type Steps } from './steps.ts';

/** k6's module; `go install` refuses modules with replace directives, a module that names it as a tool does not. */
const module = 'go.k6.io/k6/v2';
const goMod = `module k6build\n\ngo 1.25\n\nrequire ${module} v${k6Version}\n\ntool ${module}\n`;

/**
 * Builds k6 from its module. Two at once do not disturb one another: a file has its name when it is whole.
 *
 * @param go the program
 * @throws Error with what Go said last
 */
export async function buildK6(go: string, target: string, search: K6Search): Promise<void> {
  const { log } = search;
  log(`building k6 ${k6Version} with Go, once (about two minutes)`);
  const folder = await mkdtemp(join(tmpdir(), 'k6-build-'));
  const part = `${target}.${randomUUID()}.part`;
  try {
    await writeFile(join(folder, 'go.mod'), goMod);
    const modules = createSteps(log, undefined);
    let fetched = 0;
    await reminding(modules, () =>
      run(go, ['mod', 'tidy'], folder, search, (line) => {
        if (!line.startsWith('go: downloading')) return;
        fetched++;
        modules.at(fetched, () => `building k6: ${several(fetched, 'module')} fetched`);
      }),
    );
    const packages = (await run(go, ['list', '-deps', module], folder, search)).length;
    const built = createSteps(log, packages);
    let compiled = 0;
    // With -v Go names each package as it has compiled it; what its own cache holds it does not name.
    const flags = ['-v', '-trimpath', '-ldflags', '-s -w', '-o', part];
    await reminding(built, () =>
      run(go, ['build', ...flags, module], folder, search, () => {
        compiled++;
        built.at(compiled, () => `building k6: ${compiled} of ${packages} packages compiled`);
      }),
    );
    await rename(part, target);
  } finally {
    await Promise.all([folder, part].map((path) => rm(path, { recursive: true, force: true })));
  }
}

/** Does what says by itself how far it is, and reminds of it where that takes long. */
async function reminding(steps: Steps, work: () => Promise<unknown>): Promise<void> {
  const timer = setInterval(() => steps.remind(), 1_000);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** Runs Go, hands on what it says on standard error line by line, and answers with the lines of its output. */
async function run(
  go: string,
  args: readonly string[],
  cwd: string,
  { environment, signal }: K6Search,
  onLine: (line: string) => void = () => {},
): Promise<string[]> {
  const child = spawn(go, args, {
    cwd,
    env: { ...environment, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Go ends its compilers by an interrupt, as by Ctrl-C in a terminal.
    killSignal: 'SIGINT',
    ...(signal ? { signal } : {}),
  });
  const output: string[] = [];
  let last = '';
  createInterface(child.stdout).on('line', (line) => output.push(line));
  createInterface(child.stderr).on('line', (line) => {
    if (line.trim()) last = line.trim();
    onLine(line);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error(`go ${args[0]} failed: ${last || 'it said nothing'}`);
  return output;
}
