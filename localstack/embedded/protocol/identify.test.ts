import { describe, expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { identify, runsOn } from './identify.ts';

const named = (headers: Record<string, string>, query = '') => identify({ headers, query } as AwsRequest);
const scope = 'AKIA/20260131/us-east-1/sqs/aws4_request';

describe('what a request says of its service', () => {
  test.each([
    [{}, '', {}],
    [{ 'x-amz-target': 'DynamoDB_20120810.GetItem' }, '', { target: 'DynamoDB_20120810' }],
    [{ 'x-amz-target': 'a.b.Do' }, '', { target: 'a.b' }],
    [{ 'x-amz-target': 'nothing' }, '', { target: '' }],
    [{ authorization: `AWS4 Credential=${scope}, SignedHeaders=host` }, '', { signingName: 'sqs' }],
    [{ authorization: `AWS4 Credential=${scope}` }, '', { signingName: 'sqs' }],
    [{ authorization: `AWS4 a=b/c/d/e, Credential=${scope}` }, '', { signingName: 'sqs' }],
    [{ authorization: 'Credential=AKIA/20260131/us-east-1/sqs' }, '', { signingName: 'sqs' }],
    [{ authorization: 'Credential=AKIA, a/b/c/d' }, '', {}],
    [{ authorization: 'Bearer a/b/c/d' }, `X-Amz-Credential=${scope}`, {}],
    [{}, `a=1&X-Amz-Credential=${scope.replaceAll('/', '%2F')}&b=2`, { signingName: 'sqs' }],
    [{}, `X-Amz-Credential=${scope.replaceAll('/', '%2f')}`, { signingName: 'sqs' }],
    [{}, `X-Amz-Credential=a/b/c/sqs&X-Amz-Date=x`, { signingName: 'sqs' }],
    [{}, `Not-X-Amz-Credential=${scope}`, {}],
    [{}, 'X-Amz-Credential=AKIA', {}],
  ])('by %j %s is %j', (headers, query, service) => {
    expect(named(headers, query)).toEqual(service);
  });
});

test('the target counts more than the signature', () => {
  const service = { targetPrefix: 'DynamoDB_20120810', signingName: 'dynamodb' } as Service;
  expect(runsOn(service, { target: 'DynamoDB_20120810', signingName: 'sqs' })).toBe(true);
  expect(runsOn(service, { target: 'AmazonSQS', signingName: 'dynamodb' })).toBe(false);
  expect(runsOn(service, { signingName: 'dynamodb' })).toBe(true);
  expect(runsOn(service, { signingName: 'sqs' })).toBe(false);
  expect(runsOn(service, {})).toBe(false);
});
