import { join, relative } from 'node:path';
import { readCommandLine } from '../../../preflight/command-line.ts';
import { runCommand } from '../../command.ts';
import { LoadError } from '../../errors.ts';
import { findK6, k6Search } from '../../find-k6/find.ts';
import { seededRandom } from '../../random.ts';
import { thisMachine, versionsOf } from '../../run/record.ts';
import { lockMachine } from '../lock.ts';
import type { Measured } from '../samples.ts';
import { trimmedMean } from '../statistics.ts';
import { type Baseline, readBaseline, writeBaseline } from './baseline.ts';
import { machineClassOf } from './machine-class.ts';
import { baselineSlices, measureWithYardstick } from './measure.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** So many times everything starts anew: what boots differ by is the noise that a baseline has to know. */
const boots = 3;

const usage = `Usage: npm run load:baseline -- --why "REASON"

Measures the working tree on this machine, ${boots} boots, in turn with a bare Fastify, and keeps the figures as the baseline of
this class of machines (processor, cores, memory, Node's major version, k6's version) in load/compare/baseline/records.
The reason, the date and the commit are kept with them. The machine should have nothing else to do.

Exit status: 0 written, 1 could not be made, 130 interrupted.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = { why: { type: 'string' }, help: { type: 'boolean', default: false } } as const;
  const { values } = readCommandLine({ options }, 'npm run load:baseline -- --help');
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const why = values.why?.trim();
  if (!why)
    throw new LoadError('usage', 'A baseline is updated for a reason: --why "what made the figures change".');
  const log = (message: string) => console.error(`  ${message}`);
  using _lock = lockMachine();
  const k6 = await findK6(k6Search(log, signal));
  const versions = await versionsOf(k6);
  const machineClass = machineClassOf(thisMachine(), versions);
  const before = await readBaseline(machineClass);
  const measured: Measured[] = [];
  for (let boot = 0; boot < boots; boot++) {
    log(`boot ${boot + 1} of ${boots}`);
    const side = { kind: 'working tree', name: 'working tree' } as const;
    const options = { root, log: () => {}, signal };
    measured.push(await measureWithYardstick(k6, side, baselineSlices, seededRandom(boot), options));
  }
  const latency = Math.exp(
    trimmedMean(measured.flatMap(({ b }) => b.map(({ summary }) => Math.log(summary)))),
  );
  if (!(latency > 0)) {
    throw new LoadError('baseline', 'Most rounds lack some route: the machine has too much else to do.');
  }
  const update = { at: new Date().toISOString(), commit: versions.commit ?? 'unknown', why, latency };
  const baseline: Baseline = {
    version: 1,
    machineClass,
    slices: baselineSlices,
    history: [...(before?.history ?? []), update],
    boots: measured,
  };
  const file = await writeBaseline(baseline);
  const was = before?.history.at(-1)?.latency;
  const change = was === undefined ? 'the first of this class' : `${was.toFixed(1)} ms before`;
  console.log(
    `Median latency, mean over routes: ${latency.toFixed(1)} ms (${change}): ${relative(process.cwd(), file)}`,
  );
  return 0;
}

await runCommand(main, 'Interrupted; the baseline is what it was.');
