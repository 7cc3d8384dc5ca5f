import { LoadError } from '../../errors.ts';
import { change } from '../../report/format.ts';
import { send } from '../../run/http.ts';
import type { LoadTarget } from '../../run/target.ts';

/**
 * Slows the boots of a local stack down: their embedded AWS does arithmetic before each call of a function, as slower
 * code in the gateway would. A lag would not do: two busy cores use the time that one request waits for another.
 *
 * @param work steps of arithmetic for each request to the API; 0 ends it
 * @returns how many calls were slowed down since the last change
 * @throws LoadError `faults` when the stack has no such testbed
 */
export async function slowDown(targets: readonly LoadTarget[], work: number): Promise<number> {
  const struck = await Promise.all(
    targets.map(async ({ aws }) => {
      const address = `${aws.endpoint}/_testbed/faults`;
      const [rule] = (await ask(address, 'GET')).rules;
      await ask(address, 'POST', {
        rules: work > 0 ? [{ service: 'lambda', operation: 'Invoke', work }] : [],
      });
      return rule?.struck ?? 0;
    }),
  );
  return struck.reduce((sum, each) => sum + each, 0);
}

async function ask(
  address: string,
  method: string,
  body?: object,
): Promise<{ readonly rules: readonly { readonly struck: number }[] }> {
  const { ok, status, text } = await send(address, method, body ? { body: JSON.stringify(body) } : {});
  if (!ok) throw new LoadError('faults', `${method} ${address} answered ${status}: ${text}`);
  return JSON.parse(text) as { readonly rules: readonly { readonly struck: number }[] };
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
