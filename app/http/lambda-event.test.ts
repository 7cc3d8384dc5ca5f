import { describe, expect, it } from 'vitest';
import { answerOrProblem, claimsOfEvent, withGatewayId } from './lambda-event.ts';

const event = {
  headers: { 'X-Request-Id': 'chosen by the client', accept: '*/*' },
  requestContext: { requestId: 'gateway', authorizer: { jwt: { claims: { sub: 'ann' } } } },
};

describe('an event of the gateway', () => {
  it('has its claims in the authorizer, and none without one', () => {
    expect(claimsOfEvent(event)).toEqual({ sub: 'ann' });
    expect(claimsOfEvent({ requestContext: { requestId: 'x' } })).toBeUndefined();
    expect(claimsOfEvent(undefined)).toBeUndefined();
  });

  it('goes on with the request id of the gateway', () => {
    expect(withGatewayId(event).headers).toEqual({ accept: '*/*', 'x-request-id': 'gateway' });
    expect(withGatewayId({ requestContext: { requestId: 'x' } }).headers).toEqual({ 'x-request-id': 'x' });
  });
});

describe('an answer', () => {
  it('is left alone when it says something', () => {
    for (const answer of [
      { statusCode: 204, body: '' },
      { statusCode: 500, body: '{"code":"internal.error"}' },
    ]) {
      expect(answerOrProblem(answer, event)).toBe(answer);
    }
  });

  it('is a problem document when the adapter failed without a word', () => {
    const answer = answerOrProblem({ statusCode: 500, body: '', headers: {} }, event);
    expect(answer.headers).toEqual({ 'content-type': 'application/problem+json' });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({
      code: 'internal.error',
      status: 500,
      requestId: 'gateway',
    });
  });
});
