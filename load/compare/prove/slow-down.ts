import { LoadError } from '../../errors.ts';
import { change } from '../../report/format.ts';
import type { LoadTarget } from '../../run/target.ts';

/** What the testbed says of the rule that slows a stack down. */
export interface WorkDone {
  /** Steps of arithmetic that each call is told to do. */
  readonly work: number;
  readonly struck: number;
}

/**
 * Slows the boots of a local stack down: their embedded AWS does arithmetic before each call of a function, as slower
 * code in the gateway would. A lag would not do: two busy cores use the time that one request waits for another.
 *
 * @param work steps of arithmetic for each request to the API; 0 ends it
 * @returns what was done since the last change
 * @throws LoadError `faults` when the stack has no such testbed
 */
export async function slowDown(targets: readonly LoadTarget[], work: number): Promise<WorkDone> {
  const all = await Promise.all(targets.map((target) => slowDownOne(target, work)));
  return { work: all[0]?.work ?? 0, struck: all.reduce((sum, { struck }) => sum + struck, 0) };
}

async function slowDownOne({ aws }: LoadTarget, work: number): Promise<WorkDone> {
  const address = `${aws.endpoint}/_testbed/faults`;
  const before = await ask(address, 'GET');
  const rules = work > 0 ? [{ service: 'lambda', operation: 'Invoke', work }] : [];
  await ask(address, 'POST', { rules });
  const [rule] = before.rules;
  return { work: rule?.work ?? 0, struck: rule?.struck ?? 0 };
}

async function ask(
  address: string,
  method: string,
  body?: object,
): Promise<{ readonly rules: readonly WorkDone[] }> {
  const response = await fetch(address, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) {
    throw new LoadError(
      'faults',
      `${method} ${address} answered ${response.status}: ${await response.text()}`,
    );
  }
  return (await response.json()) as { readonly rules: readonly WorkDone[] };
}

/** A measured change, as a share: the estimate and between what it lies. */
export interface MeasuredChange {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How wide the interval of a calibration may be: what is calibrated by noise proves nothing. */
const widest = 0.15;

/**
 * How much work makes requests take longer by a share, from two measurements of the same pair of stacks: what they
 * differ by untouched, and what while `work` was done. The time that is added adds up, so the relation is a straight line.
 *
 * @throws LoadError `calibration` when the machine is too restless, or work shows no effect
 */
export function calibrate(
  untouched: MeasuredChange,
  slowed: MeasuredChange & { readonly work: number },
  wanted: number,
): number {
  const width = Math.max(untouched.high - untouched.low, slowed.high - slowed.low);
  if (!(width <= widest)) {
    throw new LoadError(
      'calibration',
      `The machine is too restless to find a slowdown on: equal rounds differ within a range of ${change(width, false)}. Try when nothing else runs.`,
    );
  }
  const share = (1 + slowed.estimate) / (1 + untouched.estimate) - 1;
  if (!(share > 0.02)) {
    throw new LoadError(
      'calibration',
      `${slowed.work} steps a request slowed the stack down by ${change(share, false)}: too little to tell from noise.`,
    );
  }
  return (slowed.work * wanted) / share;
}
