import { systemTime } from '../../clock/clock.ts';
import type { LambdaSettings } from '../settings.ts';
import type { Instance, InvocationRequest, Outcome } from './instance.ts';

/** What all pools share: how many environments there are. */
export interface Capacity {
  readonly limit: number;
  readonly pools: Set<Pool>;
}

/** What a pool is made of. */
export interface PoolOptions {
  readonly settings: LambdaSettings;
  readonly capacity: Capacity;
  now(): number;
  start(): Promise<Instance>;
}

/** How far stalled pools may take the number of environments beyond the limit. */
const MOST_STALLED = 4;

/** Sees on which environment an event is handled. */
export interface InvocationObserver {
  begin(instance: Instance): void;
  end(instance: Instance, outcome: Outcome): void;
}

/** Milliseconds of life that an environment's credentials need to have left when it takes an event. */
const CREDENTIAL_MARGIN = 16 * 60_000;

/**
 * The execution environments of one version of a function's code and configuration. It grows on demand up to
 * the settings' limit; beyond that, events wait for an environment to become free, in order of arrival.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: { readonly instance: Instance; readonly since: number }[] = [];
  readonly #busy = new Set<Instance>();
  readonly #waiting: ((instance: Instance) => void)[] = [];
  #starting = 0;
  #retired = false;
  #cancelStall: (() => void) | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    options.capacity.pools.add(this);
  }

  get size(): number {
    return this.#idle.length + this.#busy.size + this.#starting;
  }

  /** Since when the environment that has been idle longest has been so; undefined where none is idle. */
  get idleSince(): number | undefined {
    return this.#idle[0]?.since;
  }

  /** Has the event handled by an environment that handles no other at the same time. */
  async invoke(request: InvocationRequest, observer: InvocationObserver): Promise<Outcome> {
    const instance = await this.#acquire();
    try {
      observer.begin(instance);
      const outcome = await instance.invoke(request);
      observer.end(instance, outcome);
      return outcome;
    } finally {
      this.#release(instance);
    }
  }

  /** Starts an environment ahead of the first event, if there is none. */
  async warm(): Promise<void> {
    if (this.size === 0) this.#release(await this.#grow());
  }

  /** Gives up the environments that have been idle since `time` or longer. */
  async reap(time: number): Promise<void> {
    const stale: Promise<void>[] = [];
    while (this.#idle[0] && this.#idle[0].since <= time) stale.push(this.#evictIdle());
    await Promise.all(stale);
  }

  /** Events under way end, no new ones come; idle environments go at once, busy ones when they are done. */
  async retire(): Promise<void> {
    this.#retired = true;
    await this.reap(Number.POSITIVE_INFINITY);
    if (this.size === 0) this.#options.capacity.pools.delete(this);
  }

  /** Ends everything at once. */
  async stop(): Promise<void> {
    this.#retired = true;
    this.#cancelStall?.();
    await Promise.all([...this.#busy].map((instance) => instance.terminate()));
    await this.retire();
  }

  async #acquire(): Promise<Instance> {
    for (let free = this.#idle.pop(); free; free = this.#idle.pop()) {
      if (this.#usable(free.instance)) {
        this.#busy.add(free.instance);
        return free.instance;
      }
      void free.instance.terminate();
    }
    if (this.#mayGrow()) return this.#grow();
    const { promise, resolve } = Promise.withResolvers<Instance>();
    this.#waiting.push(resolve);
    this.#watchForStall();
    return promise;
  }

  #usable(instance: Instance): boolean {
    return instance.alive && instance.expiresAt - this.#options.now() > CREDENTIAL_MARGIN;
  }

  /** An environment whose handler waits for another invocation does not count: it could wait for this very one. */
  #mayGrow(): boolean {
    const { settings, capacity } = this.#options;
    const blocked = [...this.#busy].filter((instance) => instance.invoking).length;
    if (this.size - blocked >= settings.instancesPerFunction) return false;
    let total = 0;
    for (const pool of capacity.pools) total += pool.size;
    return total < capacity.limit || blocked > 0 || this.#evictElsewhere() || this.size === 0;
  }

  /** Environments that still load are not stalled. */
  #mayOvergrow(): boolean {
    let total = 0;
    for (const pool of this.#options.capacity.pools) total += pool.size;
    const loading = this.#starting > 0 || [...this.#busy].some(({ ready }) => !ready);
    return !loading && total < this.#options.capacity.limit * MOST_STALLED;
  }

  #evictElsewhere(): boolean {
    let longest: Pool | undefined;
    for (const pool of this.#options.capacity.pools) {
      if ((pool.idleSince ?? Number.POSITIVE_INFINITY) < (longest?.idleSince ?? Number.POSITIVE_INFINITY))
        longest = pool;
    }
    if (!longest) return false;
    void longest.#evictIdle();
    return true;
  }

  async #evictIdle(): Promise<void> {
    await this.#idle.shift()?.instance.terminate();
  }

  async #grow(): Promise<Instance> {
    this.#starting++;
    try {
      const instance = await this.#options.start();
      this.#busy.add(instance);
      return instance;
    } finally {
      this.#starting--;
    }
  }

  #release(instance: Instance): void {
    this.#busy.delete(instance);
    this.#cancelStall?.();
    this.#cancelStall = undefined;
    const next = this.#waiting.shift();
    if (this.#usable(instance) && !(this.#retired && !next)) {
      if (next) {
        this.#busy.add(instance);
        next(instance);
      } else {
        this.#idle.push({ instance, since: this.#options.now() });
      }
    } else {
      void instance.terminate();
      if (next) this.#grow().then(next, () => this.#waiting.unshift(next));
    }
    if (this.#waiting.length > 0) this.#watchForStall();
    if (this.#retired && this.size === 0) this.#options.capacity.pools.delete(this);
  }

  #watchForStall(): void {
    this.#cancelStall ??= systemTime.wake?.(this.#options.settings.stalledAfter, () => {
      this.#cancelStall = undefined;
      const next = this.#mayOvergrow() ? this.#waiting.shift() : undefined;
      if (next) this.#grow().then(next, () => this.#waiting.unshift(next));
      if (this.#waiting.length > 0) this.#watchForStall();
    });
  }
}
