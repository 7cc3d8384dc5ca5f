const MEASURED_MS = 100;
const WARM_UP_MS = 20;
/** Between two looks at the clock, while it is measured how much work a millisecond is. */
const PIECES_AT_ONCE = 256;

let piecesInOne: number | undefined;
let result = 0;

/**
 * Takes processor time of this thread, also less than a millisecond; time in which another process has the processor does
 * not count. A thread's own count of its time moves in steps of some milliseconds, so what is burnt is work whose time is
 * measured once: the first call takes a tenth of a second more.
 *
 * @param milliseconds of processor time
 */
export function burn(milliseconds: number): void {
  piecesInOne ??= measure();
  work(Math.round(milliseconds * piecesInOne));
}

function measure(): number {
  piecesPerMillisecond(WARM_UP_MS);
  return piecesPerMillisecond(MEASURED_MS);
}

function piecesPerMillisecond(least: number): number {
  const start = process.threadCpuUsage();
  for (let pieces = PIECES_AT_ONCE; ; pieces += PIECES_AT_ONCE) {
    work(PIECES_AT_ONCE);
    const { user, system } = process.threadCpuUsage(start);
    const taken = (user + system) / 1000;
    if (taken >= least) return pieces / taken;
  }
}

/** Each result follows from the one before, so that no compiler can leave one out. */
function work(pieces: number): void {
  for (let piece = 0; piece < pieces; piece++) {
    for (let step = 0; step < 256; step++) result = (Math.imul(result, 31) + step) | 0;
  }
}
