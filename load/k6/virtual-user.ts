import { check, sleep } from 'k6';
import exec from 'k6/execution';
import { iterationNumber } from './iteration.ts';
import { countOne, measureFigure } from './metrics.ts';
import { employeeOf, plan, teamOf } from './plan-file.ts';
import { send } from './request.ts';
import type { ApiCall, VirtualUser } from './scenarios/scenario.ts';

/** How long an iteration waits for a state before it counts as failed, and how often it looks; in seconds. */
const patience = { seconds: 10, between: 0.05 };

/** This virtual user of k6, as scenarios know it: whatever scenario it is in, and whichever side of a comparison it drives. */
export const virtualUser: VirtualUser<string, string, string> = {
  get employee() {
    return employeeOf(exec.vu.idInTest);
  },
  get manager() {
    return teamOf(exec.vu.idInTest).manager;
  },
  get signIn() {
    return plan.signIn;
  },
  get iteration() {
    return iterationNumber();
  },
  get key() {
    return `${exec.scenario.name}-${exec.scenario.startTime}-${iterationNumber()}`;
  },
  call: (route, call) =>
    send(route, {
      method: route.slice(0, route.indexOf(' ')),
      url: plan.apiUrl + call.path,
      headers: headersOf(call),
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
      ...(call.expect ? { expect: call.expect } : {}),
      ...(call.keepBody ? { keepBody: true } : {}),
    }),
  send,
  until(what, see) {
    const started = Date.now();
    let value = see();
    while (value === undefined && Date.now() - started < patience.seconds * 1000) {
      sleep(patience.between);
      value = see();
    }
    check(value, { [`${what} within ${patience.seconds} s`]: (seen) => seen !== undefined });
    return value === undefined ? undefined : { value, waited: Date.now() - started };
  },
  measure: measureFigure,
  count: countOne,
};

function headersOf({
  as = virtualUser.employee,
  body,
  ifMatch,
  idempotencyKey,
}: ApiCall): Record<string, string> {
  const headers: Record<string, string> = { authorization: `Bearer ${as.accessToken}` };
  if (body) headers['content-type'] = 'application/json';
  if (ifMatch) headers['if-match'] = ifMatch;
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  return headers;
}
