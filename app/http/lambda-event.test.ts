import { describe, expect, it } from 'vitest';
import { answerOrProblem, claimsOfEvent, withChosenAddress, withGatewayId } from './lambda-event.ts';

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

describe('the address of an event', () => {
  const addressOf = (
    routeKey: string | undefined,
    pathParameters: Record<string, string> = {},
    rawQueryString = '',
  ) => {
    const requestContext = { requestId: 'x', ...(routeKey === undefined ? {} : { routeKey }) };
    return withChosenAddress({ requestContext, pathParameters, rawQueryString }).rawPath;
  };

  it('is that of the route that the gateway chose, whatever its parameters say', () => {
    expect(addressOf('GET /expenses')).toBe('/expenses');
    expect(addressOf('GET /expenses/{id}', { id: '../../health' })).toBe('/expenses/..%2F..%2Fhealth');
    expect(addressOf('GET /a/{id}/b/{other}', { id: '?x=1#', other: 'ü\n' })).toBe(
      '/a/%3Fx%3D1%23/b/%C3%BC%0A',
    );
    expect(addressOf('GET /expenses/{id}', { id: '\ud800' })).toBe('/expenses/%EF%BF%BD');
    expect(addressOf('GET /expenses/{id}', { other: 'x' })).toBe('/expenses/');
  });

  it('has the query as the client wrote it', () => {
    expect(addressOf('GET /expenses', {}, 'limit=1&limit=2&__proto__=%26')).toBe(
      '/expenses?limit=1&limit=2&__proto__=%26',
    );
    expect(addressOf('GET /expenses', {}, 'a=1#b')).toBe('/expenses?a=1%23b');
    const event = { requestContext: { requestId: 'x' }, queryStringParameters: { limit: '1,2' } };
    expect(withChosenAddress(event)).not.toHaveProperty('queryStringParameters');
  });

  it('leads nowhere where no route was chosen', () => {
    for (const key of [undefined, '', '$default']) expect(addressOf(key)).toBe('/');
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
