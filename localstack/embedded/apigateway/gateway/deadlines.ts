import type { Clock } from '../../clock/clock.ts';

/** Work that must be done by a deadline. */
export interface Deadline {
  /** The work is done: nothing will happen at the deadline. */
  done(): void;
}

interface Entry {
  readonly at: number;
  /** Absent once done, so that what the callback holds is let go of. */
  expire: (() => void) | undefined;
}

const COMPACT_AT = 1024;

/**
 * Deadlines that all lie the same time ahead, so that they fall due in the order they were set: one timer
 * for all of them instead of one a request.
 */
export function createDeadlines(clock: Clock, milliseconds: number): (expire: () => void) => Deadline {
  let queue: Entry[] = [];
  let head = 0;
  let armed = false;

  function dropDone(): void {
    while (head < queue.length && !queue[head]?.expire) head++;
    if (head < COMPACT_AT && head < queue.length) return;
    queue = queue.slice(head);
    head = 0;
  }

  function arm(): void {
    const next = queue[head];
    armed = next !== undefined;
    if (next) clock.after(next.at - clock.now(), expireDue, 'The deadline of a request');
  }

  function expireDue(): void {
    for (let next = queue[head]; next && next.at <= clock.now(); next = queue[head]) {
      const { expire } = next;
      next.expire = undefined;
      dropDone();
      expire?.();
    }
    arm();
  }

  return (expire) => {
    const entry: Entry = { at: clock.now() + milliseconds, expire };
    queue.push(entry);
    if (!armed) arm();
    return {
      done() {
        entry.expire = undefined;
        dropDone();
      },
    };
  };
}
