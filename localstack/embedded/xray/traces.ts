import type { Segment } from './model.ts';

/** Traces that are kept, the latest of them: X-Ray keeps thirty days, this keeps what a test or a working day makes. */
const MAX_TRACES = 2_000;
/** Segment documents of one trace that are kept; AWS allows 500 KB of them. */
const MAX_SEGMENTS = 1_000;

/** All segments of one trace, by id: a later document of the same id replaces the one in progress. */
export interface Trace {
  readonly id: string;
  readonly segments: Map<string, Segment>;
}

/** The traces in memory. */
export class TraceStore {
  readonly #traces = new Map<string, Trace>();

  /** Keeps a segment; where there is no more room, the oldest trace goes. */
  add(segment: Segment): void {
    let trace = this.#traces.get(segment.trace_id);
    if (!trace) {
      trace = { id: segment.trace_id, segments: new Map() };
      this.#traces.set(trace.id, trace);
      if (this.#traces.size > MAX_TRACES) {
        const [oldest] = this.#traces.keys();
        if (oldest !== undefined) this.#traces.delete(oldest);
      }
    }
    if (trace.segments.size < MAX_SEGMENTS || trace.segments.has(segment.id)) {
      trace.segments.set(segment.id, segment);
    }
  }

  get(id: string): Trace | undefined {
    return this.#traces.get(id);
  }

  all(): IterableIterator<Trace> {
    return this.#traces.values();
  }
}

/** Epoch seconds. */
export function startOf({ segments }: Trace): number {
  let start = Number.POSITIVE_INFINITY;
  for (const { start_time } of segments.values()) start = Math.min(start, start_time);
  return start;
}

/** Seconds from the first start to the last end that is known. */
export function durationOf(trace: Trace): number {
  let end = 0;
  for (const { end_time = 0 } of trace.segments.values()) end = Math.max(end, end_time);
  return Math.max(0, end - startOf(trace));
}

/**
 * Seconds that the root segment took: what the caller waited, without what goes on afterwards, such as an execution.
 * Undefined while it is in progress.
 */
export function responseTimeOf({ segments }: Trace): number | undefined {
  let root: Segment | undefined;
  for (const segment of segments.values()) {
    const below = segment.parent_id !== undefined && segments.has(segment.parent_id);
    if (!below && (!root || segment.start_time < root.start_time)) root = segment;
  }
  return root?.end_time === undefined ? undefined : root.end_time - root.start_time;
}
