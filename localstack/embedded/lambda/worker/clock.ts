const RealDate = Date;

/** The machine's time, whatever `Date` says. */
export const realNow: () => number = RealDate.now.bind(RealDate);

/** Below this difference the emulated clock is the machine's, and time must not jitter with each message. */
const TOLERANCE = 1000;

let offsets: Float64Array<ArrayBufferLike> = new Float64Array(1);
let base = 0;

/** Emulated milliseconds since the epoch. */
export function now(): number {
  return realNow() + base + (offsets[0] ?? 0);
}

/** Sets what the emulated time is at this moment; a clock that stands still is followed from event to event. */
export function synchronize(emulated: number): void {
  const difference = emulated - realNow() - (offsets[0] ?? 0);
  base = Math.abs(difference) < TOLERANCE ? 0 : difference;
}

/** Makes `Date` follow the emulated clock; `shared` is written by the service when time is advanced. */
export function installClock(shared: SharedArrayBuffer): void {
  offsets = new Float64Array(shared);
  const EmulatedDate = new Proxy(RealDate, {
    construct(target, values: [], newTarget) {
      return values.length === 0
        ? Reflect.construct(target, [now()], newTarget)
        : Reflect.construct(target, values, newTarget);
    },
    apply: () => new RealDate(now()).toString(),
    get(target, name, receiver) {
      return name === 'now' ? now : Reflect.get(target, name, receiver);
    },
  });
  RealDate.prototype.constructor = EmulatedDate;
  globalThis.Date = EmulatedDate;
}
