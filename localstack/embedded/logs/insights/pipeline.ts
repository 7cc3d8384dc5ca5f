import { setImmediate } from 'node:timers/promises';
import { type Aggregate, aggregatesIn, compileAggregate } from './aggregates.ts';
import { malformedQuery } from './errors.ts';
import { compileExpression, type Evaluate, type Scope } from './evaluation.ts';
import { MOST_ROWS } from './limits.ts';
import { globCapture, regexCapture } from './regex.ts';
import { type Row, withColumns } from './row.ts';
import type { Column, Command } from './syntax.ts';
import { isTrue, orderValues, textOfValue, type Value } from './values.ts';

/** How many rows are worked on before others have their turn. */
const SLICE = 500;

/** What a query finds. */
export interface Found {
  readonly rows: readonly Row[];
  /** The columns that are shown, in order. */
  readonly columns: readonly string[];
  /** How many events its filters let through. */
  readonly matched: number;
  /** Whether rows are events, which can be found again, and not groups. */
  readonly areEvents: boolean;
}

/** Carries out one command. */
type Step = (found: Found) => Promise<Found>;

/** A query that can be carried out. */
export type Pipeline = (events: readonly Row[]) => Promise<Found>;

/**
 * Makes the commands of a query ready. Carrying them out gives way to others again and again; `goesOn` ends it.
 *
 * @throws MalformedQueryException
 */
export function compileQuery(
  commands: readonly Command[],
  { now, limit, goesOn }: { readonly now: number; readonly limit: number; readonly goesOn: () => boolean },
): Pipeline {
  const inSlices = slicing(goesOn);
  let columns: ReadonlySet<string> = new Set();
  const steps = commands.map((command) => {
    const step = stepOf(command, { now, columns }, inSlices);
    if (command.kind === 'stats')
      columns = new Set([...command.by, ...command.columns].map(({ name }) => name));
    return step;
  });
  const most = commands.some(({ kind }) => kind === 'limit') ? MOST_ROWS : limit;
  return async (events) => {
    let found: Found = { rows: events, columns: [], matched: events.length, areEvents: true };
    for (const step of steps) found = await step(found);
    return {
      ...found,
      rows: found.rows.slice(0, most),
      columns: found.columns.length > 0 ? found.columns : ['@timestamp', '@message'],
    };
  };
}

type InSlices = (rows: readonly Row[], work: (row: Row) => void) => Promise<void>;

function slicing(goesOn: () => boolean): InSlices {
  return async (rows, work) => {
    for (let start = 0; start < rows.length && goesOn(); start += SLICE) {
      for (const row of rows.slice(start, start + SLICE)) work(row);
      await setImmediate();
    }
  };
}

function stepOf(command: Command, scope: Scope, inSlices: InSlices): Step {
  switch (command.kind) {
    case 'fields':
      return showing(command.columns, scope, inSlices, (known, names) => [...new Set([...known, ...names])]);
    case 'display':
      return showing(command.columns, scope, inSlices, (_known, names) => names);
    case 'filter':
      return filtering(compileExpression(command.condition, scope), inSlices);
    case 'stats':
      return grouping(command, scope, inSlices);
    case 'sort':
      return sorting(command, scope, inSlices);
    case 'limit':
      return async (found) => ({ ...found, rows: found.rows.slice(0, command.count) });
    case 'dedup':
      return deduplicating(
        command.by.map((each) => compileExpression(each, scope)),
        inSlices,
      );
    case 'parse':
      return parsing(command, scope, inSlices);
  }
}

function showing(
  columns: readonly Column[],
  scope: Scope,
  inSlices: InSlices,
  shown: (known: readonly string[], names: readonly string[]) => readonly string[],
): Step {
  const names = columns.map(({ name }) => name);
  const computed = columns
    .filter(({ expression, name }) => expression.kind !== 'field' || expression.name !== name)
    .map(({ expression, name }) => [name, compileExpression(expression, scope)] as const);
  return async (found) => {
    const rows: Row[] = [];
    await inSlices(found.rows, (row) => {
      // One after the other: a column may use those before it.
      rows.push(computed.reduce((known, [name, value]) => withColumns(known, [[name, value(known)]]), row));
    });
    return { ...found, rows, columns: shown(found.columns, names) };
  };
}

function filtering(condition: Evaluate, inSlices: InSlices): Step {
  return async (found) => {
    const rows: Row[] = [];
    await inSlices(found.rows, (row) => {
      if (isTrue(condition(row))) rows.push(row);
    });
    return { ...found, rows, matched: found.areEvents ? rows.length : found.matched };
  };
}

function grouping(
  { columns, by }: Extract<Command, { kind: 'stats' }>,
  scope: Scope,
  inSlices: InSlices,
): Step {
  const keys = by.map(({ expression }) => compileExpression(expression, scope));
  const aggregates = new Map<string, Aggregate>();
  for (const call of columns.flatMap(({ expression }) => aggregatesIn(expression))) {
    aggregates.set(call.text, compileAggregate(call, scope));
  }
  const plain = columns.find(({ expression }) => aggregatesIn(expression).length === 0);
  if (plain) throw malformedQuery(`${plain.name} is no aggregate, which stats is made of.`, 0);
  const ofGroup = { ...scope, columns: new Set(aggregates.keys()) };
  const results = columns.map(({ expression }) => compileExpression(expression, ofGroup));
  const names = [...by, ...columns].map(({ name }) => name);
  const begin = (values: readonly Value[]) => ({
    values,
    accumulators: [...aggregates].map(([text, aggregate]) => [text, aggregate()] as const),
  });
  return async (found) => {
    const groups = new Map<string, ReturnType<typeof begin>>();
    // Without groups, there is one, even of nothing.
    if (keys.length === 0) groups.set('[]', begin([]));
    await inSlices(found.rows, (row) => {
      const values = keys.map((key) => key(row));
      const name = JSON.stringify(values.map((value) => textOfValue(value) ?? null));
      const group = groups.get(name) ?? begin(values);
      groups.set(name, group);
      for (const [, accumulator] of group.accumulators) accumulator.add(row);
    });
    const rows = [...groups.values()].map(({ values, accumulators }): Row => {
      const known = new Map<string, Value>(accumulators.map(([text, each]) => [text, each.result()]));
      const computed = results.map((result) => result({ computed: known }));
      return {
        computed: new Map([...values, ...computed].map((value, index) => [names[index] ?? '', value])),
      };
    });
    return { ...found, rows, columns: names, areEvents: false };
  };
}

function sorting({ keys }: Extract<Command, { kind: 'sort' }>, scope: Scope, inSlices: InSlices): Step {
  const orders = keys.map(({ by, descending }) => ({ value: compileExpression(by, scope), descending }));
  return async (found) => {
    const keyed: { readonly row: Row; readonly values: readonly Value[] }[] = [];
    await inSlices(found.rows, (row) => {
      keyed.push({ row, values: orders.map(({ value }) => value(row)) });
    });
    keyed.sort((a, b) => {
      for (const [index, { descending }] of orders.entries()) {
        const order = orderValues(a.values[index], b.values[index]);
        if (order !== 0) return descending ? -order : order;
      }
      return 0;
    });
    return { ...found, rows: keyed.map(({ row }) => row) };
  };
}

/** Keeps the first row of those that agree in all of the values; one that has nothing there is kept. */
function deduplicating(by: readonly Evaluate[], inSlices: InSlices): Step {
  return async (found) => {
    const seen = new Set<string>();
    const rows: Row[] = [];
    await inSlices(found.rows, (row) => {
      const texts = by.map((value) => textOfValue(value(row)));
      const name = JSON.stringify(texts);
      const isNew = texts.includes(undefined) || !seen.has(name);
      seen.add(name);
      if (isNew) rows.push(row);
    });
    return { ...found, rows };
  };
}

function parsing(
  { of, by, names: aliases }: Extract<Command, { kind: 'parse' }>,
  scope: Scope,
  inSlices: InSlices,
): Step {
  const text = compileExpression(of, scope);
  const { names, capture } =
    by.kind === 'regex'
      ? regexCapture(by.source, by.at, aliases)
      : { names: aliases, capture: globCapture(by.text) };
  return async (found) => {
    const rows: Row[] = [];
    await inSlices(found.rows, (row) => {
      const captured = capture(textOfValue(text(row)) ?? '');
      rows.push(
        captured
          ? withColumns(
              row,
              names.map((name, index) => [name, captured[index] ?? undefined]),
            )
          : row,
      );
    });
    return { ...found, rows };
  };
}
