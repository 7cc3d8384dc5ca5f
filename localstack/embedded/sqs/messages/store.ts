import type { Clock, Timer } from '../../clock/clock.ts';
import type { Collection } from '../../storage/storage.ts';
import type { Message } from '../model.ts';

/** A consumer that waits for messages. */
interface Waiter {
  /** Whether it found something, and so waits no longer. */
  readonly take: () => boolean;
  readonly giveUp: () => void;
  readonly timer: Timer;
}

/**
 * The messages of one queue and who waits for them. A message that can be received wakes the consumer that has
 * waited longest; nobody polls.
 */
export class MessageStore {
  readonly #messages: Collection<Message>;
  readonly #clock: Clock;
  /** Ids that can be received, in the order in which they became so. */
  readonly #ready = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  readonly #waiters = new Set<Waiter>();

  constructor(messages: Collection<Message>, clock: Clock) {
    this.#messages = messages;
    this.#clock = clock;
    for (const message of messages.values()) this.#place(message);
  }

  get(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** All messages, in the order in which they were sent. */
  all(): IterableIterator<Message> {
    return this.#messages.values();
  }

  /** Messages that can be received now, in order. */
  *ready(): Generator<Message> {
    // What becomes ready again on the way is put behind the others, and is for the next caller.
    let left = this.#ready.size;
    for (const id of this.#ready) {
      if (left-- <= 0) return;
      const message = this.#messages.get(id);
      if (message) yield message;
    }
  }

  /** Remembers a new or changed message, and wakes who waits if it can be received. */
  put(message: Message): void {
    this.#messages.set(message.id, message);
    this.#place(message);
    if (this.#ready.has(message.id)) this.#wake();
  }

  remove(id: string): void {
    this.#messages.delete(id);
    this.#ready.delete(id);
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }

  /** Removes what was sent before `time`, in milliseconds. */
  removeSentBefore(time: number): void {
    for (const message of this.#messages.values()) {
      if (message.sentAt >= time) return;
      this.remove(message.id);
    }
  }

  clear(): void {
    for (const message of [...this.#messages.values()]) this.remove(message.id);
  }

  /** How many messages there are, by whether and why they cannot be received. */
  counts(): { ready: number; delayed: number; inFlight: number } {
    let delayed = 0;
    for (const id of this.#timers.keys()) if (this.#messages.get(id)?.hiddenBy === 'delay') delayed++;
    return { ready: this.#ready.size, delayed, inFlight: this.#timers.size - delayed };
  }

  /**
   * Tries `take` whenever a message has become ready, until it gives something or `milliseconds` have passed.
   * Resolves with undefined in the latter case.
   */
  wait<T>(milliseconds: number, take: () => T | undefined): Promise<T | undefined> {
    const { promise, resolve } = Promise.withResolvers<T | undefined>();
    const settle = (value: T | undefined) => {
      this.#waiters.delete(waiter);
      waiter.timer.cancel();
      resolve(value);
    };
    const waiter: Waiter = {
      take: () => {
        const taken = take();
        if (taken !== undefined) settle(taken);
        return taken !== undefined;
      },
      giveUp: () => settle(undefined),
      timer: this.#clock.after(milliseconds, () => settle(undefined)),
    };
    this.#waiters.add(waiter);
    return promise;
  }

  /** Sends everyone who waits away empty-handed. */
  release(): void {
    for (const waiter of [...this.#waiters]) waiter.giveUp();
  }

  #place(message: Message): void {
    this.#timers.get(message.id)?.cancel();
    this.#timers.delete(message.id);
    const delay = message.visibleAt - this.#clock.now();
    if (delay <= 0) {
      this.#ready.add(message.id);
      return;
    }
    this.#ready.delete(message.id);
    this.#timers.set(
      message.id,
      this.#clock.after(delay, () => {
        this.#timers.delete(message.id);
        this.#ready.add(message.id);
        this.#wake();
      }),
    );
  }

  #wake(): void {
    for (const waiter of this.#waiters) {
      if (this.#ready.size === 0 || !waiter.take()) return;
    }
  }
}
