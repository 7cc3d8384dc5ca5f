import type { Clock } from '../../clock/clock.ts';

/** Work that must be done by a deadline. */
export interface Deadline {
  /** The work is done: nothing will happen at the deadline. */
  done(): void;
}

interface Entry {
  readonly at: number;
  readonly expire: () => void;
  open: boolean;
}

/**
 * Deadlines that all lie the same time ahead, so that they fall due in the order they were set: one timer
 * for all of them instead of one a request.
 */
export function createDeadlines(clock: Clock, milliseconds: number): (expire: () => void) => Deadline {
  const queue: Entry[] = [];
  let head = 0;
  let armed = false;

  function arm(): void {
    while (head < queue.length && !queue[head]?.open) head++;
    if (head > 1024 || head === queue.length) {
      queue.splice(0, head);
      head = 0;
    }
    const next = queue[head];
    armed = next !== undefined;
    if (next) clock.after(next.at - clock.now(), expireDue);
  }

  function expireDue(): void {
    for (let next = queue[head]; next && next.at <= clock.now(); next = queue[head]) {
      head++;
      if (next.open) next.expire();
    }
    arm();
  }

  return (expire) => {
    const entry: Entry = { at: clock.now() + milliseconds, expire, open: true };
    queue.push(entry);
    if (!armed) arm();
    return {
      done() {
        entry.open = false;
      },
    };
  };
}
