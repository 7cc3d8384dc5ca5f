/** Where a command says what it does, message by message. */
export type Log = (message: string) => void;

/** A log whose lines begin with the seconds since a moment of `performance.now()`; default: now. */
export function elapsedLog(write: Log, since = performance.now()): Log {
  return (message) => {
    const seconds = (performance.now() - since) / 1000;
    write(`${seconds.toFixed(1).padStart(6)} s  ${message}`);
  };
}
