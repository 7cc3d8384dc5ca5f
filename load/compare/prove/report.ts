import { change } from '../../report/format.ts';
import type { ProofState } from './state.ts';
import { type Kind, kinds, type Outcome, outcomesOf, required } from './trials.ts';

const titles: Readonly<Record<Kind, string>> = {
  equal: 'twice the same code: no difference seen',
  tenth: '10 % slower: called worse',
  fifth: '20 % slower: called worse',
};

/** Where the section stands in docs/performance.md. */
export const marks = { begin: '<!-- load:prove begins -->', end: '<!-- load:prove ends -->' } as const;

/** The proof as a section of docs/performance.md. */
export function proofSection(state: ProofState): string {
  const { machine, versions, slices, trials, startedAt } = state;
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0) / Math.max(1, trials.length);
  const boots = new Set(trials.map(({ boot }) => boot)).size;
  return [
    marks.begin,
    '',
    '## What `load:compare` finds',
    '',
    `\`npm run load:prove\` on ${machine.processor} with ${machine.cores} cores and ${machine.memoryGiB} GiB, k6 ${versions.k6}, ` +
      `Node ${versions.node}, commit ${versions.commit ?? 'unknown'}, on ${startedAt.slice(0, 10)}: ${trials.length} comparisons of ` +
      `${seconds.toFixed(0)} s (${slices.rounds} rounds of ${slices.roundSeconds} s) on ${boots} pairs of boots. The slowdown is ` +
      `arithmetic that the embedded AWS does before each call of a function, ${workText(state)} a request for the fifth.`,
    '',
    '| comparison | right | to reach | | time of B against A: mean, smallest, largest |',
    '| --- | ---: | ---: | --- | ---: |',
    ...outcomesOf(trials).map(row),
    '',
    marks.end,
  ].join('\n');
}

/** Puts the section into the document: in its old place, or at the end. */
export function withSection(document: string, section: string): string {
  const [begin, end] = [document.indexOf(marks.begin), document.indexOf(marks.end)];
  if (begin < 0 || end < begin) return `${document.trimEnd()}\n\n${section}\n`;
  return document.slice(0, begin) + section + document.slice(end + marks.end.length);
}

/** How it stands, in one line for each kind. */
export function standing(state: ProofState): string[] {
  return outcomesOf(state.trials).map(
    ({ kind, right, trials, realised }) =>
      `${titles[kind]}: ${right} of ${trials} (${required[kind].right} of ${required[kind].trials} to reach), ` +
      `B took ${change(realised)} time, ${change(kinds[kind])} was meant`,
  );
}

function row({ kind, right, trials, required: least, reached, realised, from, to }: Outcome): string {
  const range = [realised, from, to].map((value) => change(value)).join(', ');
  return `| ${titles[kind]} | ${right} of ${trials} | ${least} of ${required[kind].trials} | ${reached ? 'reached' : 'missed'} | ${range} |`;
}

function workText({ workForFifth }: ProofState): string {
  return workForFifth === undefined
    ? 'not yet calibrated,'
    : `${(workForFifth / 1e6).toFixed(2)} million steps`;
}
