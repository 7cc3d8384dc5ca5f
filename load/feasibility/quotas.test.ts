import { describe, expect, test } from 'vitest';
import type { Session } from '../run/session.ts';
import { targets } from '../shared/targets.ts';
import { capOf, type IntendedLoad, tokensOutlive } from './feasible.ts';
import { checkQuotas, demandOf, parseQuotas } from './quotas.ts';
import { checkTokenLife } from './token-life.ts';

const none = { requests: 0, signIns: 0, executions: 0 };

describe('the quotas of a deployed stage', () => {
  test('let an ordinary load through', () => {
    expect(() => checkQuotas(demandOf({ crud: 30, approval: 6, auth: 8 }), 0.5)).not.toThrow();
  });

  test.each([
    [
      { ...none, signIns: 121 },
      /121 a second .* UserAuthentication requests is 120 .*--quota user-authentication=121/,
    ],
    [{ ...none, executions: 301 }, /StartExecution for Standard workflows is 300/],
    [{ ...none, requests: 2001 }, /1001 at once .* concurrent executions is 1000/],
  ])('refuse %j by the name of what would be exceeded', (demand, message) => {
    expect(() => checkQuotas(demand, 0.5)).toThrow(message);
  });

  test('say everything that would be exceeded at once', () => {
    const attempt = () => checkQuotas({ requests: 20_000, signIns: 500, executions: 0 }, 0.01);
    expect(attempt).toThrow(/UserAuthentication.*\n.*API Gateway's throttle/);
  });

  test('are what the account was granted, where that is on the command line', () => {
    const granted = parseQuotas(['start-execution=800']);
    expect(() => checkQuotas({ ...none, executions: 600 }, 0.5, granted)).not.toThrow();
  });

  test.each(['start-execution', 'start-execution=many', 'start=5'])('are not read from %s', (text) => {
    expect(() => parseQuotas([text])).toThrow(/--quota takes NAME=NUMBER with one of user-authentication, /);
  });

  test('count what each scenario asks for in a second', () => {
    expect(demandOf({ approval: 10, auth: 5 })).toEqual({ requests: 130, signIns: 10, executions: 10 });
  });
});

describe('the life of the access tokens', () => {
  const now = 1_790_000_000_000;
  const token = (lives: number) =>
    `x.${Buffer.from(JSON.stringify({ exp: now / 1000 + lives })).toString('base64url')}.x`;

  test('is long enough for the load', () => {
    expect(() => checkTokenLife([token(3600)], 3600, now)).not.toThrow();
  });

  test('decides by the first that expires', () => {
    expect(() => checkTokenLife([token(3600), token(60)], 90, now)).toThrow(
      'The load takes 90 s, and the access tokens live for 60 s',
    );
  });
});

describe('a search for the breakpoint', () => {
  const load = (seconds: number, quotas: IntendedLoad['quotas'] = {}): IntendedLoad => ({
    scenarios: ['auth'],
    workload: {
      description: '',
      order: 'side by side',
      stages: [{ phase: 'steady', seconds, share: 1 }],
    },
    thresholds: 'stage',
    quotas,
  });
  const deployed = { target: {} as Session['target'] };
  const team = (lives: number): Session['teams'] => {
    const exp = Math.floor(Date.now() / 1000) + lives;
    const accessToken = `x.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.x`;
    return [{ manager: { id: '', email: '', accessToken }, employees: [] }];
  };

  test('ends on a deployed stage where the first quota is used up, and says which', () => {
    // Eight iterations a second with two sign-ins each: of 120 that is a seventh and a bit.
    expect(capOf(deployed, load(20))).toEqual({
      share: 7.5,
      reason:
        "Cognito's rate of UserAuthentication requests is 120 a second; say what the account has, if it is more: --quota user-authentication=NUMBER",
    });
    expect(capOf(deployed, load(20, { 'user-authentication': 160 }))?.share).toBe(10);
  });

  test('is held by the quota that is tightest for its scenarios', () => {
    const cap = capOf(deployed, { ...load(20), scenarios: ['crud'] });
    const secondsPerRequest = targets.stage.p95 / 1000;
    expect(cap?.share).toBeCloseTo(1_000 / secondsPerRequest / (30 * 4.5));
    expect(cap?.reason).toContain("Lambda's concurrent executions");
  });

  test('has no quotas on a local target', () => {
    expect(capOf({ target: { processId: 1 } as Session['target'] }, load(20))).toBeUndefined();
  });

  test('needs new tokens when those that there are would run out during a try', () => {
    expect(tokensOutlive(team(60), load(20))).toBe(true);
    expect(tokensOutlive(team(45), load(20))).toBe(false);
  });
});
