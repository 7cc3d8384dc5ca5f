import { proofSection } from '../compare/prove/report.ts';
import { alignedTable } from '../report/markdown.ts';
import { comparisonRows } from './compare-backends.ts';
import { type BenchmarkName, benchmarks, type PerformanceRecord } from './performance-record.ts';
import { type Origin, rowsOf } from './results.ts';

/** docs/performance.md, of what was measured last. */
export function performanceDocument(record: PerformanceRecord): string {
  const sections = [head(record), ...backendSection(record), ...proofSections(record)];
  return `${sections.join('\n\n')}\n`;
}

function head(record: PerformanceRecord): string {
  const measured = (Object.keys(benchmarks) as BenchmarkName[]).flatMap((name) => {
    const results = record.benchmarks[name];
    return results ? [{ name, results }] : [];
  });
  const sources = measured.map(
    ({ name, results }) => `- \`${commandOf(name)}\` (${benchmarks[name]}): ${originText(results)}`,
  );
  const rows = measured.flatMap(({ results }) => rowsOf(results.figures));
  return [
    '# Performance',
    '',
    'Made by `npm run bench` of [load/bench/record.json](../load/bench/record.json), and not by hand. Figures change with the',
    'machine; ratios are of one run. Generator and target are on the same machine. What paid and what did not is in',
    '[performance-history.md](performance-history.md).',
    '',
    ...sources,
    '',
    ...alignedTable(['figure', 'measured', 'to reach', ''], rows),
  ].join('\n');
}

function backendSection({ backends }: PerformanceRecord): string[] {
  if (!backends) return [];
  const [header = [], ...rows] = comparisonRows(backends.rounds);
  const text = [
    '## Beside other local AWSs',
    '',
    `\`${commandOf(`--backends ${header.slice(1).join(',')}`)}\`: the same application and the same k6 workload on each in turn. ${originText(backends)}`,
    '',
    ...alignedTable(header, rows),
  ];
  return [text.join('\n')];
}

function proofSections({ proof }: PerformanceRecord): string[] {
  return proof ? [proofSection(proof)] : [];
}

function commandOf(option: string): string {
  return option === '' ? 'npm run bench' : `npm run bench -- ${option}`;
}

/** e.g. `2026-11-23, commit 896ea15, on AMD EPYC with 2 cores and 24 GiB (Linux), Node 24.21.0, k6 2.2.0.` */
function originText({ measuredAt, machine, versions, note }: Origin): string {
  const { processor, cores, memoryGiB, system } = machine;
  const { commit = 'unknown', node, k6 } = versions;
  const with_ = [node && `Node ${node}`, k6 && `k6 ${k6}`].filter(Boolean).map((each) => `, ${each}`);
  return (
    `${measuredAt.slice(0, 10)}, commit ${commit}, on ${processor} with ${cores} cores and ${memoryGiB} GiB (${system})` +
    `${with_.join('')}.${note === undefined ? '' : ` ${note}`}`
  );
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How documents say how long something took, in a few words that the figure keeps: `about a second`, `under two seconds`. */
export function secondsInWords(seconds: number): string {
  if (seconds >= 0.8 && seconds <= 1.2) return 'about a second';
  const whole = Math.floor(seconds) + 1;
  return whole === 1 ? 'under a second' : `under ${numbers[whole] ?? whole} seconds`;
}
