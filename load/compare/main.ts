import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import { LoadError } from '../errors.ts';
import { findK6, k6Search } from '../find-k6/find.ts';
import { elapsedLog } from '../log.ts';
import { seededRandom } from '../random.ts';
import { type RunRecord, thisMachine, versionsOf } from '../run/record.ts';
import { type CompareArguments, commandOf, parseCompareArguments, usage } from './arguments.ts';
import { findBaseline } from './baseline/baseline.ts';
import { judgeAgainst } from './baseline/judge.ts';
import { machineClassOf } from './baseline/machine-class.ts';
import { measureWithYardstick } from './baseline/measure.ts';
import { removeAbandonedCheckouts } from './checkout.ts';
import { comparableRuns } from './comparable.ts';
import { driveInTurn } from './drive.ts';
import { htmlComparison } from './html.ts';
import { startSides } from './live.ts';
import { lockMachine } from './lock.ts';
import { markdownComparison, type Names, terminalComparison } from './report.ts';
import { type Measured, measuredOf } from './samples.ts';
import { readSide, type Side } from './sides.ts';
import { secondsOfRounds } from './slices.ts';
import { caveatsOf } from './trust.ts';
import { type Comparison, compareSides } from './verdict.ts';

const root = join(import.meta.dirname, '..', '..');

/** The status of a regression. */
const WORSE = 98;

async function main(signal: AbortSignal): Promise<number> {
  const args = parseCompareArguments(process.argv.slice(2));
  if (args === 'help') {
    console.log(usage);
    return 0;
  }
  const compared =
    args.a === 'baseline' ? await againstBaseline(args, signal) : await sideBySide(args, signal);
  const { comparison } = compared;
  console.log(terminalComparison(comparison, compared.names));
  await writeFiles(args, compared);
  return comparison.verdict === 'worse' ? WORSE : 0;
}

/** A comparison, and of what. */
interface Compared {
  readonly comparison: Comparison;
  readonly names: Names;
  /** Whether this command drove both sides, by its options. */
  readonly isDriven: boolean;
  /** Of what took part, as far as this command started it. */
  readonly versions: Readonly<Record<string, string>>;
}

async function sideBySide(args: CompareArguments, signal: AbortSignal): Promise<Compared> {
  const [a, b] = [await readSide(args.a, root), await readSide(args.b, root)];
  const { measured, versions } = await measure(a, b, args, signal);
  return {
    versions,
    isDriven: a.kind !== 'runs',
    comparison: compareSides(measured, seededRandom(args.seed)),
    names: { a: a.name, b: b.name },
  };
}

async function againstBaseline(args: CompareArguments, signal: AbortSignal): Promise<Compared> {
  const side = await readSide(args.b, root);
  if (side.kind === 'runs') {
    throw new LoadError(
      'usage',
      `${side.name} was measured without the yardstick: give a git ref, or . for the working tree.`,
    );
  }
  const log = elapsedLog(console.error);
  const k6 = await findK6(k6Search(log, signal));
  const versions = await versionsOf(k6);
  const found = await findBaseline(machineClassOf(thisMachine(), versions));
  const { baseline, sameClass } = found;
  using _lock = lockMachine();
  await removeAbandonedCheckouts(root);
  const options = { root, log, signal };
  const random = seededRandom(args.seed);
  const measured = await measureWithYardstick(k6, side, baseline.slices, random, options);
  const { at = '', commit = '' } = baseline.history.at(-1) ?? {};
  const { processor, cores } = baseline.machineClass;
  const how = sameClass ? '' : ', another class of machines: twice the band';
  return {
    versions,
    isDriven: false,
    comparison: judgeAgainst(found, measured, random),
    names: {
      a: `the baseline of ${at.slice(0, 10)} (${commit}) on ${processor}, ${cores} cores${how}`,
      b: side.name,
    },
  };
}

async function measure(
  a: Side,
  b: Side,
  args: CompareArguments,
  signal: AbortSignal,
): Promise<{ readonly measured: Measured; readonly versions: Readonly<Record<string, string>> }> {
  if (a.kind === 'runs' && b.kind === 'runs') {
    const { notes, ...runs } = comparableRuns(a.runs, b.runs);
    const measured = { ...measuredOf(runs.a, runs.b), notes, caveats: caveatsOf(runs.a, runs.b) };
    return { measured, versions: versionsOfRuns(runs.a, runs.b) };
  }
  if (a.kind === 'runs' || b.kind === 'runs') {
    throw new LoadError(
      'usage',
      `${a.name} and ${b.name} are a run that was made and one to be made: give two of a kind.`,
    );
  }
  const log = elapsedLog(console.error);
  using _lock = lockMachine();
  await removeAbandonedCheckouts(root);
  const k6 = await findK6(k6Search(log, signal));
  log(`k6 ${k6.version} (${k6.from})`);
  const options = { root, log, signal };
  await using sides = await startSides(a, b, args.boots, options);
  const { slices, seed } = args;
  log(`${slices.rounds} rounds of ${slices.scenario}, in turn, ${Math.ceil(secondsOfRounds(slices))} s`);
  const measured = await driveInTurn(
    k6,
    { a: sides.a.boots, b: sides.b.boots },
    slices,
    seededRandom(seed),
    signal,
  );
  return { measured, versions: await versionsOf(k6) };
}

/** The versions of runs that were made before, by side where the runs of a side agree. */
function versionsOfRuns(...sides: (readonly RunRecord[])[]): Record<string, string> {
  return Object.fromEntries(
    sides.map((records, index) => {
      const versions = records.map(({ versions: of, machine }) =>
        [...Object.entries(of).map(([name, version]) => `${name} ${version}`), machine.processor].join(', '),
      );
      return [`runs of ${index === 0 ? 'A' : 'B'}`, [...new Set(versions)].join('; ')];
    }),
  );
}

async function writeFiles(args: CompareArguments, compared: Compared): Promise<void> {
  const { json, markdown, html } = args;
  const { comparison, names, versions } = compared;
  const comparedAt = new Date().toISOString();
  if (html !== undefined) {
    const command = commandOf(args, compared);
    const facts = { names, comparedAt, machine: thisMachine(), versions, command };
    await writeFile(html, htmlComparison(comparison, facts));
  }
  if (markdown !== undefined) await writeFile(markdown, markdownComparison(comparison, names));
  if (json === undefined) return;
  const facts = { version: 1, comparedAt, names, machine: thisMachine() };
  await writeFile(json, `${JSON.stringify({ ...facts, ...comparison }, null, 2)}\n`);
}

await runCommand(main, 'Interrupted before the comparison was complete.');
