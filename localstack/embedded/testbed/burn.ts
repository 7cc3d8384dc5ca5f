let result = 0;

/**
 * Does that much arithmetic, as slower code would: how long it takes depends on the processor, and on how fast that is at
 * the moment. A time would not do, as it is another share of what goes on beside it from one second to the next.
 *
 * @param steps of arithmetic; a million take one or two milliseconds
 */
export function burn(steps: number): void {
  let value = result;
  // Each result follows from the one before, so that no compiler can leave one out.
  for (let step = 0; step < steps; step++) value = (Math.imul(value, 31) + step) | 0;
  result = value;
}
