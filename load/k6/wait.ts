import { check, sleep } from 'k6';

/** How long an iteration waits for a state before it counts as failed, and how often it looks; in seconds. */
const patience = { seconds: 10, between: 0.05 };

/** Looks until there is something to see, or patience ends; `waited` in milliseconds. */
export function until<T>(
  what: string,
  see: () => T | undefined,
): { readonly value: T; readonly waited: number } | undefined {
  const started = Date.now();
  let value = see();
  while (value === undefined && Date.now() - started < patience.seconds * 1000) {
    sleep(patience.between);
    value = see();
  }
  check(value, { [`${what} within ${patience.seconds} s`]: (seen) => seen !== undefined });
  return value === undefined ? undefined : { value, waited: Date.now() - started };
}
