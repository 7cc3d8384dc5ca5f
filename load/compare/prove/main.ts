import { join } from 'node:path';
import { readCommandLine } from '../../../preflight/command-line.ts';
import { keep as keepRecord } from '../../bench/record.ts';
import { runCommand, wholeNumber } from '../../command.ts';
import { LoadError } from '../../errors.ts';
import { findK6, type K6, k6Search } from '../../find-k6/find.ts';
import type { Log } from '../../log.ts';
import { seededRandom } from '../../random.ts';
import { thisMachine, versionsOf } from '../../run/record.ts';
import { defaultBoots } from '../arguments.ts';
import { driveInTurn } from '../drive.ts';
import { type LiveSides, startSides } from '../live.ts';
import { lockMachine } from '../lock.ts';
import type { SliceSettings } from '../slices.ts';
import { type Comparison, compareSides } from '../verdict.ts';
import { standing } from './report.ts';
import { calibrate, type MeasuredChange, slowDown } from './slow-down.ts';
import { type ProofState, proofOf, readState, writeState } from './state.ts';
import { type Kind, kinds, outcomesOf, required, schedule, trialOf } from './trials.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const usage = `Usage: npm run load:prove -- [--trials N] [--fresh]

Compares the working tree with itself on this machine, untouched and with one side slowed down by a tenth and by a fifth,
and counts how often load:compare is right. Takes about half an hour on a machine that does nothing else;
broken off, it goes on where it was. Writes bench/prove.json and, once complete, load/bench/record.json and the section of
docs/performance.md that is made of it.

  --trials N   of each kind (default: ${required.equal.trials}; with fewer, both are left alone)
  --fresh      forget what was measured before

Exit status: 0 reached, 99 missed, 1 could not be made, 130 interrupted.`;

const slices: SliceSettings = {
  scenario: 'crud',
  rounds: 20,
  roundSeconds: 1,
  warmUpRounds: 1,
  virtualUsers: 1,
};

/** Comparisons on the same boots; then both sides start anew, because boots of the same code differ too. */
const trialsOfOneBoot = 10;
/** Rounds that fresh boots are driven before anything counts: functions are started, code is compiled. */
const warmUpRounds = 20;
/** What is done for each request to find out what work does, in steps: the more it slows down, the less noise there is in that. */
const probe = 1_000_000;

/** What all comparisons of a proof share. */
interface Bench {
  readonly k6: K6;
  readonly log: Log;
  readonly signal: AbortSignal;
}

async function main(signal: AbortSignal): Promise<number> {
  const options = {
    trials: { type: 'string', default: String(required.equal.trials) },
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = readCommandLine({ options }, 'npm run load:prove -- --help');
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const order = schedule(wholeNumber('trials', values.trials, 1));
  using _lock = lockMachine();
  const log = (message: string) => console.error(`${new Date().toISOString().slice(11, 19)}  ${message}`);
  const k6 = await findK6(k6Search(log, signal));
  const state = await prove({ k6, log, signal }, order, values.fresh);
  for (const line of standing(state)) console.log(`  ${line}`);
  const complete = Object.values(required).every(({ trials }) => order.length >= 3 * trials);
  if (complete) {
    await keepRecord((record) => ({ ...record, proof: proofOf(state) }));
    console.log('  written to load/bench/record.json and docs/performance.md');
  }
  return outcomesOf(state.trials).every(
    ({ right, trials, required: least, kind }) => right / trials >= least / required[kind].trials,
  )
    ? 0
    : 99;
}

async function prove(bench: Bench, order: readonly Kind[], fresh: boolean): Promise<ProofState> {
  const file = join(root, 'bench', 'prove.json');
  const identity = { machine: thisMachine(), versions: await versionsOf(bench.k6), slices };
  const kept = fresh ? undefined : await readState(file, identity);
  let state: ProofState = kept ?? {
    version: 1,
    startedAt: new Date().toISOString(),
    ...identity,
    trials: [],
  };
  if (state.trials.length > 0) bench.log(`going on after ${state.trials.length} comparisons`);
  const keep = async (change: Partial<ProofState>) => {
    state = { ...state, ...change };
    await writeState(file, state);
  };
  while (state.trials.length < order.length) {
    await using pair = await startPair(bench);
    const boot = (state.trials.at(-1)?.boot ?? 0) + 1;
    const workForFifth = state.workForFifth ?? (await findWork(bench, pair));
    await keep({ workForFifth });
    for (let made = 0; made < trialsOfOneBoot && state.trials.length < order.length; made++) {
      const number = state.trials.length;
      const kind = order[number] as Kind;
      const started = performance.now();
      const comparison = await compare(
        bench,
        pair,
        Math.round((workForFifth * kinds[kind]) / kinds.fifth),
        number,
      );
      const trial = trialOf(comparison, { kind, boot, seconds: (performance.now() - started) / 1000 });
      await keep({ trials: [...state.trials, trial] });
      const { estimate, low, high } = trial.change;
      const [shown, from, to] = [estimate, low, high].map((share) => `${(share * 100).toFixed(1)} %`);
      bench.log(`${number + 1} of ${order.length}: ${kind}: ${trial.verdict}, ${shown} (${from} to ${to})`);
    }
  }
  return state;
}

async function startPair({ k6, log, signal }: Bench): Promise<LiveSides> {
  await using started = new AsyncDisposableStack();
  const side = { kind: 'working tree', name: 'working tree' } as const;
  const options = { root, log: () => {}, signal };
  log('starting both sides');
  const sides = started.use(await startSides(side, side, defaultBoots, options));
  const warmUp = { ...slices, rounds: warmUpRounds };
  const boots = { a: sides.a.boots, b: sides.b.boots };
  // With work to do, on both sides alike: until it is compiled, it takes several times as long.
  const targets = [...sides.a.targets, ...sides.b.targets];
  await slowDown(targets, probe);
  await driveInTurn(k6, boots, warmUp, seededRandom(0), signal);
  await slowDown(targets, 0);
  const all = started.move();
  return { ...sides, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Finds what work slows down by a fifth: the same pair untouched and slowed down, with twice the rounds of a comparison. */
async function findWork(bench: Bench, pair: LiveSides): Promise<number> {
  bench.log('finding out how much work a fifth is');
  const long = { ...slices, rounds: 2 * slices.rounds };
  const untouched = changeOf(await compare(bench, pair, 0, 1_000, long));
  const slowed = changeOf(await compare(bench, pair, probe, 1_001, long));
  const work = calibrate(untouched, { ...slowed, work: probe }, kinds.fifth);
  const shares = [untouched, slowed].map(({ estimate }) => `${(estimate * 100).toFixed(1)} %`);
  bench.log(`untouched ${shares[0]}, with ${probe} steps ${shares[1]}: ${work.toFixed(0)} steps are a fifth`);
  return work;
}

async function compare(
  { k6, signal, log }: Bench,
  { a, b }: LiveSides,
  work: number,
  seed: number,
  settings = slices,
): Promise<Comparison> {
  await slowDown(b.targets, work);
  const measured = await driveInTurn(k6, { a: a.boots, b: b.boots }, settings, seededRandom(seed), signal);
  const struck = await slowDown(b.targets, 0);
  if (work > 0 && struck === 0) throw new LoadError('faults', 'The slowdown struck no call.');
  if (work > 0) log(`${work.toFixed(0)} steps in each of ${struck} requests`);
  return compareSides(measured, seededRandom(seed));
}

function changeOf({ figures }: Comparison): MeasuredChange {
  return figures[0]?.change ?? { estimate: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
}

await runCommand(main, 'Interrupted; the same command goes on where this ended.');
