import { describe, expect, test } from 'vitest';
import { demandOf } from './demand.ts';
import { checkQuotas, parseQuotas } from './quotas.ts';
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

  test('are what the account was granted, where that is told', () => {
    const granted = parseQuotas(['start-execution=800']);
    expect(() => checkQuotas({ ...none, executions: 600 }, 0.5, granted)).not.toThrow();
  });

  test.each(['start-execution', 'start-execution=many', 'start=5'])('are not told by %s', (text) => {
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
