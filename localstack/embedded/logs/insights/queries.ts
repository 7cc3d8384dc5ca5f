import { setImmediate } from 'node:timers/promises';
import type { EmbeddedContext } from '../../core/context.ts';
import type { LogEvent } from '../model.ts';
import { EventFields } from './discovered-fields.ts';
import { MOST_ROWS } from './limits.ts';
import type { Pipeline } from './pipeline.ts';
import { type Row, shownIn } from './row.ts';

/** How many queries are remembered, with their rows. */
const REMEMBERED = 100;
/** How many events are read before others have their turn. */
const SLICE = 1_000;

/** How far a query has come. */
export type QueryStatus = 'Running' | 'Complete' | 'Failed' | 'Cancelled';

/** A column of a row, as GetQueryResults answers it. */
export interface ResultField {
  readonly field: string;
  readonly value: string;
}

/** What is asked of Logs Insights. */
export interface QueryRequest {
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  /** Epoch milliseconds, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
  /** The most rows, where the query itself says nothing. */
  readonly limit?: number;
}

/** What a query cost, in AWS's names. */
export interface QueryStatistics {
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
}

/** A query that was started, and what it has found. */
export interface Query extends QueryRequest {
  readonly queryId: string;
  /** Epoch milliseconds. */
  readonly createTime: number;
  status: QueryStatus;
  results: readonly (readonly ResultField[])[];
  statistics: QueryStatistics;
}

/** The events of a log group between two times, in milliseconds, both inclusive. */
export type ReadEvents = (logGroupName: string, startTime: number, endTime: number) => readonly LogEvent[];

/** The queries of Logs Insights. They run beside other calls, and are forgotten with the process. */
export class Queries {
  readonly #context: EmbeddedContext;
  readonly #read: ReadEvents;
  readonly #queries = new Map<string, Query>();

  constructor(context: EmbeddedContext, read: ReadEvents) {
    this.#context = context;
    this.#read = read;
  }

  /** Begins a query. Throws MalformedQueryException, or NotImplemented for a command that is not built. */
  async start(request: QueryRequest): Promise<Query> {
    // The language is loaded where somebody speaks it.
    const [{ parseQuery }, { compileQuery }] = await Promise.all([
      import('./grammar.ts'),
      import('./pipeline.ts'),
    ]);
    const { clock, random } = this.#context;
    const query: Query = {
      ...request,
      queryId: random.uuid(),
      createTime: clock.now(),
      status: 'Running',
      results: [],
      statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
    };
    const pipeline = compileQuery(parseQuery(request.queryString), {
      now: clock.now(),
      limit: request.limit ?? MOST_ROWS,
      goesOn: () => query.status === 'Running',
    });
    this.#queries.set(query.queryId, query);
    for (const id of this.#queries.keys()) {
      if (this.#queries.size <= REMEMBERED) break;
      this.#queries.delete(id);
    }
    clock.background(() => this.#run(query, pipeline), `The query ${query.queryId}`);
    return query;
  }

  get(queryId: string): Query | undefined {
    return this.#queries.get(queryId);
  }

  /** The queries, the latest first. */
  all(): Query[] {
    return [...this.#queries.values()].reverse();
  }

  /** Ends all queries. */
  stop(): void {
    for (const query of this.#queries.values()) if (query.status === 'Running') query.status = 'Cancelled';
  }

  async #run(query: Query, pipeline: Pipeline): Promise<void> {
    try {
      const { rows, bytes } = await this.#scan(query);
      const found = await pipeline(rows);
      if (query.status !== 'Running') return;
      const columns = found.areEvents ? [...found.columns, '@ptr'] : found.columns;
      query.statistics = {
        recordsMatched: found.matched,
        recordsScanned: rows.length,
        bytesScanned: bytes,
      };
      query.results = found.rows.map((row) => shownIn(row, columns));
      query.status = 'Complete';
    } catch (error) {
      query.status = 'Failed';
      throw error;
    }
  }

  /** The events of a query's groups, the latest first; what is read is counted. */
  async #scan(query: Query): Promise<{ rows: Row[]; bytes: number }> {
    const { accountId, meter } = this.#context;
    const events: { readonly event: LogEvent; readonly row: Row }[] = [];
    let bytes = 0;
    for (const logGroupName of query.logGroupNames) {
      await setImmediate();
      const read = this.#read(logGroupName, query.startTime, query.endTime);
      let ofGroup = 0;
      for (const [index, event] of read.entries()) {
        if (index % SLICE === SLICE - 1) await setImmediate();
        if (query.status !== 'Running') break;
        ofGroup += Buffer.byteLength(event.message);
        const fields = new EventFields({ event, logGroupName, accountId });
        events.push({ event, row: { fields, computed: new Map() } });
      }
      meter.add('cloudwatchlogs', 'scannedBytes', logGroupName, ofGroup);
      bytes += ofGroup;
    }
    events.sort((a, b) => b.event.timestamp - a.event.timestamp || b.event.sequence - a.event.sequence);
    return { rows: events.map(({ row }) => row), bytes };
  }
}
