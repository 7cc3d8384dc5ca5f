import { readFile, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { readCommandLine, UsageError } from '../../preflight/command-line.ts';
import { nearest } from '../../preflight/nearest.ts';
import { mutateScope, REPORTS } from './run.ts';
import { type ScopeName, scopeNames, scopes } from './scopes.ts';
import { hasSurvived, isLower, percentOf, scoreOf } from './score.ts';
import { readScores, withScores } from './table.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const DOCUMENT = resolve(ROOT, 'docs', 'testing.md');

const USAGE = `Usage: npm run mutate [-- [--incremental] SCOPE …]

Changes code in small ways, one at a time, and says which changes no test noticed. docs/testing.md keeps the score of
each scope; it may only rise: a lower one is an error, a higher one is kept there.

  --incremental   tries again only what no test noticed in the last run, and what has changed since, or whose tests have

Scopes, all where none is named:
${scopeNames.map((name) => `  ${name.padEnd(12)}${scopes[name].mutate.join(' ')}`).join('\n')}`;

async function main(): Promise<number> {
  const { values, positionals } = readCommandLine(
    {
      allowPositionals: true,
      options: {
        incremental: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    'npm run mutate -- --help',
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const wanted = positionals.length === 0 ? scopeNames : positionals.map(scopeNamed);
  // Stryker finds the code, and copies it, from here.
  process.chdir(ROOT);
  let fell = 0;
  for (const name of wanted) if (!(await judge(name, values.incremental))) fell++;
  return fell === 0 ? 0 : 1;
}

/** Runs a scope, says what came of it, and keeps a score that has risen; false where it fell. */
async function judge(name: ScopeName, incremental: boolean): Promise<boolean> {
  const mutants = await mutateScope(name, { incremental });
  if (mutants.length === 0) throw new Error(`Nothing in ${scopes[name].mutate.join(', ')} can be changed.`);
  for (const mutant of mutants.filter(hasSurvived)) {
    const { line, column } = mutant.location.start;
    console.log(
      `${relative(ROOT, resolve(mutant.fileName))}:${line}:${column}  ${oneLine(mutant.replacement)}`,
    );
  }
  const score = scoreOf(mutants);
  const document = await readFile(DOCUMENT, 'utf8');
  const kept = readScores(document)[name];
  const fell = kept !== undefined && isLower(score, kept);
  const before = kept ? `, ${percentOf(kept).toFixed(1)} % in docs/testing.md` : '';
  console.log(
    `${name}: ${percentOf(score).toFixed(1)} % of ${score.mutants} mutants noticed, ${score.survivors} survived${before}; ${REPORTS}/${name}.html`,
  );
  if (fell) console.error(`${name}: the score fell. Write the test that notices what is listed above.`);
  else await writeFile(DOCUMENT, withScores(document, { ...readScores(document), [name]: score }));
  return !fell;
}

function scopeNamed(text: string): ScopeName {
  const name = scopeNames.find((known) => known === text);
  if (name) return name;
  const meant = nearest(text, scopeNames);
  throw new UsageError(
    `There is no scope ${text}${meant ? `; did you mean ${meant}?` : ''} (see npm run mutate -- --help)`,
  );
}

function oneLine(code: string): string {
  return code.replaceAll(/\s+/g, ' ').slice(0, 100);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
