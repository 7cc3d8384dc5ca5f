import { seededRandom } from '../random.ts';
import type { ComparisonFacts } from './html.ts';
import { type Measured, type Sample, summaryName } from './samples.ts';
import type { SliceSettings } from './slices.ts';
import { type Comparison, compareSides } from './verdict.ts';

/** A comparison of made-up rounds in which B takes that many times of A's time, and rounds differ by `noise`. */
export function aComparison(
  slower: number,
  noise = 0.06,
  doubts: Pick<Measured, 'caveats' | 'notes'> = {},
): Comparison {
  const random = seededRandom(3);
  const sample = (factor: number): Sample => ({
    summary: 60 * factor * (1 - noise / 2 + noise * random.next()),
    requests: 500,
    requestsPerSecond: 500 / factor,
    failedShare: 0,
    routes: ['GET /expenses', 'POST /expenses', 'PATCH /expenses/{id}'].map((route) => ({
      route,
      median: 8 * factor * (0.95 + 0.1 * random.next()),
      p95: 15 * factor * (0.9 + 0.2 * random.next()),
    })),
  });
  const rounds = (factor: number) => Array.from({ length: 15 }, () => sample(factor));
  const measured = { summaryName, paired: true, a: rounds(1), b: rounds(slower), ...doubts };
  return compareSides(measured, seededRandom(1));
}

/** What that comparison was made of. */
export const comparisonFacts: ComparisonFacts = {
  names: { a: 'main (abc1234)', b: '<working tree>' },
  comparedAt: '2026-11-23T06:00:00.000Z',
  machine: { system: 'Linux', processor: 'a processor', cores: 2, memoryGiB: 8 },
  versions: { k6: '2.2.0', node: '24.21.0' },
  command: 'npm run load:compare -- main . --rounds 20',
};

/** How two sides may be driven in turn. */
export const sliceSettings: SliceSettings = {
  scenario: 'crud',
  rounds: 10,
  roundSeconds: 2,
  warmUpRounds: 3,
  virtualUsers: 4,
};
