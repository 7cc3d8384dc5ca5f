import { describe, expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import { preflightAnswer, readableByPages } from './cross-origin.ts';

const preflight = {
  origin: 'https://shop.example',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type, X-Amz-Target',
};

function aRequest(headers: Record<string, string>, method = 'OPTIONS'): AwsRequest {
  return { method, path: '/', query: '', headers, body: Buffer.alloc(0), sourceIp: '127.0.0.1' };
}

describe('a preflight', () => {
  test.each(['content-type, X-Amz-Target', 'smithy-protocol'])('that asks for %s is granted', (wanted) => {
    const answer = preflightAnswer(aRequest({ ...preflight, 'access-control-request-headers': wanted }));
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': wanted,
        'access-control-max-age': '172800',
      },
    });
  });

  test.each<[string, AwsRequest]>([
    ['a call', aRequest(preflight, 'POST')],
    ['a request that no page makes', aRequest({ ...preflight, origin: undefined as unknown as string })],
    ['what asks for no header', aRequest({ origin: 'https://shop.example' })],
    [
      'what asks for other headers',
      aRequest({ ...preflight, 'access-control-request-headers': 'x-amz-targets' }),
    ],
  ])('is not %s', (_, request) => {
    expect(preflightAnswer(request)).toBeUndefined();
  });
});

describe('an answer', () => {
  const response = { status: 400, headers: { 'content-type': 'application/json' }, body: '{}' };

  test('to a page can be read by it', () => {
    expect(readableByPages(aRequest({ origin: 'https://shop.example' }, 'POST'), response)).toEqual({
      ...response,
      headers: {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      },
    });
  });

  test('to anyone else stays as it is', () => {
    expect(readableByPages(aRequest({}, 'POST'), response)).toBe(response);
  });
});
