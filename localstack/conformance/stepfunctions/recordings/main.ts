import { parseArgs } from 'node:util';
import { type Case, loadCases } from './cases.ts';
import { KINDS, kindOf, missingFor } from './kinds.ts';
import { KNOWN } from './known.ts';
import { recordOf, writeRecord } from './record.ts';
import { replay } from './replay.ts';

const USAGE = `Usage: npm run recordings -- [--kind NAME] [--record] [TEXT]

Replays what real AWS answered, as far as it is recorded beside the repository, and prints what differs.

  --kind NAME  one of ${KINDS.join(', ')}; default: all
  --record     keeps what came of it, for docs/SUPPORT.md; npm run docs puts it there
  TEXT         only recordings whose id has it`;

/** Replays recordings; answers the exit code: 1 where one differs that known.ts does not name, or passes though it does. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const all = loadCases();
  if (values.help || all.length === 0) {
    console.log(values.help ? USAGE : 'No recordings lie beside the repository.');
    return values.help ? 0 : 1;
  }
  const [text = ''] = positionals;
  const chosen = all.filter(
    (recording) =>
      recording.id.includes(text) && (values.kind === undefined || kindOf(recording) === values.kind),
  );
  const surprising = [];
  for (const recording of chosen) if (await isSurprising(recording)) surprising.push(recording);
  console.log(`${chosen.length - surprising.length} of ${chosen.length} came as known.ts says.`);
  if (surprising.length > 0) return 1;
  if (values.record) writeRecord(recordOf(all));
  return 0;
}

/** Replays one, and prints what was not expected of it. */
async function isSurprising(recording: Case): Promise<boolean> {
  if (missingFor(recording) !== undefined) return false;
  const differences = await replay(recording).catch((error: Error) => [error.message]);
  const isKnown = KNOWN[recording.id] !== undefined;
  if (isKnown !== (differences.length === 0)) return false;
  console.log([recording.id, ...(isKnown ? ['passes, though known.ts names it'] : differences)].join('\n  '));
  return true;
}

process.exitCode = await main();
