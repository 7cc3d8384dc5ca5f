import { check, sleep } from 'k6';
import exec from 'k6/execution';
import { iterationNumber } from './iteration.ts';
import { countOne, measureFigure } from './metrics.ts';
import { employeeOf, plan, teamOf } from './plan-file.ts';
import { call, send } from './request.ts';
import type { VirtualUser } from './scenarios/scenario.ts';

/** How long an iteration waits for a state before it counts as failed, and how often it looks; in seconds. */
const patience = { seconds: 10, between: 0.05 };

/**
 * k6's virtual user in the iteration that it is in, as scenarios know it. Asking k6 who and where it is costs more than
 * any of our own code: it is done once an iteration.
 */
export function virtualUser(): VirtualUser<string, string, string> {
  const { vu, scenario } = exec;
  const number = vu.idInTest;
  const employee = employeeOf(number);
  const iteration = iterationNumber();
  return {
    employee,
    manager: teamOf(number).manager,
    signIn: plan.signIn,
    iteration,
    key: `${scenario.name}-${scenario.startTime}-${iteration}`,
    call: (route, request) => call(route, request, (request.as ?? employee).accessToken),
    send,
    until,
    measure: measureFigure,
    count: countOne,
  };
}

function until<T>(
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
