import { dynalite, type Engine, embedded } from './engines.ts';
import { type ExpressionCase, expressionCases } from './expression-cases.ts';

/** Rounds of each engine, in turn, and how often a case is run in one. */
const ROUNDS = 21;
const RUNS = 500;
/** How much faster the engine is to be, over all cases. */
const LEAST_RATIO = 2;

interface Row {
  readonly name: string;
  /** Microseconds of one run. */
  readonly dynalite: number;
  readonly embedded: number;
}

/**
 * How long it takes to parse and evaluate the expressions of requests that are sent again and again: by the engine of
 * the embedded AWS and by dynalite's, in turn, in one process. The figures are the medians over the rounds.
 */
function main(): void {
  const rows = expressionCases.map(measured);
  const all = sum(rows);
  for (const row of [...rows, all]) console.log(lineOf(row));
  if (ratioOf(all) >= LEAST_RATIO) return;
  console.error(`The expressions are not ${LEAST_RATIO} times as fast as dynalite's.`);
  process.exitCode = 1;
}

function measured(one: ExpressionCase): Row {
  const times: { dynalite: number[]; embedded: number[] } = { dynalite: [], embedded: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.dynalite.push(timeOf(dynalite, one));
    times.embedded.push(timeOf(embedded, one));
  }
  return { name: one.name, dynalite: median(times.dynalite), embedded: median(times.embedded) };
}

/** Microseconds of one run, the mean over many. */
function timeOf(engine: Engine, one: ExpressionCase): number {
  const start = process.hrtime.bigint();
  for (let run = 0; run < RUNS; run += 1) engine(one);
  return Number(process.hrtime.bigint() - start) / 1_000 / RUNS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function sum(rows: readonly Row[]): Row {
  const total = (side: 'dynalite' | 'embedded') =>
    rows.reduce((microseconds, row) => microseconds + row[side], 0);
  return { name: 'all', dynalite: total('dynalite'), embedded: total('embedded') };
}

function ratioOf(row: Row): number {
  return row.dynalite / row.embedded;
}

function lineOf(row: Row): string {
  const microseconds = (time: number) => `${time.toFixed(2)} µs`.padStart(10);
  return `${row.name.padEnd(46)}${microseconds(row.dynalite)}${microseconds(row.embedded)}  ${ratioOf(row).toFixed(1)} times as fast`;
}

main();
