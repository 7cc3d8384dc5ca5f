import type { LogEvent, LogStream } from './model.ts';

/** Events of one group that are kept; older ones make room, and are counted. */
const MAX_EVENTS = 20_000;
const MAX_STREAMS = 1_000;
const DAY = 86_400_000;

/** The streams and the latest events of one log group, in memory: a ring, so that a long run stays flat. */
export class GroupEvents {
  readonly streams = new Map<string, LogStream>();
  #events: LogEvent[] = [];
  #start = 0;
  #dropped = 0;
  /** No event is older than this. */
  #oldest = Number.POSITIVE_INFINITY;

  /** How many events were dropped to make room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Keeps an event, in place of the oldest where the ring is full. */
  add(event: LogEvent): void {
    this.#oldest = Math.min(this.#oldest, event.timestamp);
    if (this.#events.length < MAX_EVENTS) {
      this.#events.push(event);
      return;
    }
    this.#events[this.#start] = event;
    this.#start = (this.#start + 1) % MAX_EVENTS;
    this.#dropped++;
  }

  /** Keeps a stream; the oldest goes where there are too many. */
  addStream(stream: LogStream): void {
    this.streams.set(stream.logStreamName, stream);
    if (this.streams.size <= MAX_STREAMS) return;
    const [oldest] = this.streams.keys();
    if (oldest !== undefined) this.streams.delete(oldest);
  }

  /** Drops a stream with its events. */
  removeStream(name: string): void {
    this.streams.delete(name);
    this.#replace(this.#ordered().filter(({ stream }) => stream !== name));
  }

  /** Forgets what is older than the retention; called before each reading, so that no timer is needed. */
  expire(now: number, retentionInDays: number | undefined): void {
    if (retentionInDays === undefined) return;
    const oldest = now - retentionInDays * DAY;
    if (this.#oldest >= oldest) return;
    this.#replace(this.#ordered().filter(({ timestamp }) => timestamp >= oldest));
    this.#oldest = oldest;
  }

  /** Events in order of their timestamps, then of their arrival. */
  select(matches: (event: LogEvent) => boolean): LogEvent[] {
    return this.#ordered()
      .filter(matches)
      .sort((a, b) => a.timestamp - b.timestamp || a.sequence - b.sequence);
  }

  #ordered(): LogEvent[] {
    return [...this.#events.slice(this.#start), ...this.#events.slice(0, this.#start)];
  }

  #replace(events: LogEvent[]): void {
    this.#events = events;
    this.#start = 0;
  }
}
