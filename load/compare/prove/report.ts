import { change } from '../../report/format.ts';
import { alignedTable } from '../../report/markdown.ts';
import type { ProofState } from './state.ts';
import { type Kind, kinds, outcomesOf, type Proof, required } from './trials.ts';

const titles: Readonly<Record<Kind, string>> = {
  equal: 'twice the same code: no difference seen',
  tenth: '10 % slower: called worse',
  fifth: '20 % slower: called worse',
};

/** The proof as a section of docs/performance.md. */
export function proofSection(proof: Proof): string {
  const { measuredAt, machine, versions, slices } = proof;
  const header = ['comparison', 'right', 'to reach', '', 'time of B against A: mean, smallest, largest'];
  const rows = proof.outcomes.map(({ kind, right, trials, required: least, reached, realised, from, to }) => [
    titles[kind],
    `${right} of ${trials}`,
    `${least} of ${required[kind].trials}`,
    reached ? 'reached' : 'missed',
    [realised, from, to].map((value) => change(value)).join(', '),
  ]);
  return [
    '## What `load:compare` finds',
    '',
    `\`npm run load:prove\` on ${machine.processor} with ${machine.cores} cores and ${machine.memoryGiB} GiB, k6 ${versions.k6}, ` +
      `Node ${versions.node}, commit ${versions.commit ?? 'unknown'}, on ${measuredAt.slice(0, 10)}: ${proof.comparisons} comparisons of ` +
      `${proof.seconds.toFixed(0)} s (${slices.rounds} rounds of ${slices.roundSeconds} s) on ${proof.pairsOfBoots} pairs of boots. The slowdown is ` +
      `arithmetic that the embedded AWS does before each call of a function, ${(proof.workForFifth / 1e6).toFixed(2)} million steps a request for the fifth.`,
    '',
    ...alignedTable(header, rows),
  ].join('\n');
}

/** How it stands, in one line for each kind. */
export function standing(state: ProofState): string[] {
  return outcomesOf(state.trials).map(
    ({ kind, right, trials, realised }) =>
      `${titles[kind]}: ${right} of ${trials} (${required[kind].right} of ${required[kind].trials} to reach), ` +
      `B took ${change(realised)} time, ${change(kinds[kind])} was meant`,
  );
}
