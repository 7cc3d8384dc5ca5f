/** Lets a fixed number of pieces of work run at once: of those that wait, the lowest rank first, then who asked first. */
export class PrioritySemaphore {
  #free: number;
  readonly #waiting: { readonly rank: number; readonly begin: () => void }[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(rank: number, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((begin) => this.#wait(rank, begin));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.begin();
      else this.#free++;
    }
  }

  #wait(rank: number, begin: () => void): void {
    const behind = this.#waiting.findIndex((other) => other.rank > rank);
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, { rank, begin });
  }
}
