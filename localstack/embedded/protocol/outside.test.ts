import { cbor } from '@smithy/core/cbor';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import { errorOutside } from './outside.ts';

const error = new AwsError('NotImplemented', 'There is none.', 501);

function aRequest(service: string, headers: Record<string, string> = {}): AwsRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260131/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=abc`;
  return {
    method: 'POST',
    path: '/',
    query: '',
    headers: { authorization, ...headers },
    body: new Uint8Array(),
    sourceIp: '127.0.0.1',
  };
}

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
const answerTo = (request: AwsRequest) => errorOutside(request, error, 'id');

describe('an error outside of any service', () => {
  test.each([
    [
      's3',
      {},
      '<Error><Code>NotImplemented</Code><Message>There is none.</Message><RequestId>id</RequestId><HostId>id</HostId></Error>',
    ],
    [
      'route53',
      {},
      '<ErrorResponse><Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>There is none.</Message></Error><RequestId>id</RequestId></ErrorResponse>',
    ],
    [
      'ec2',
      form,
      '<Response><Errors><Error><Code>NotImplemented</Code><Message>There is none.</Message></Error></Errors><RequestID>id</RequestID></Response>',
    ],
    [
      'sns',
      form,
      '<ErrorResponse xmlns="https://sns.amazonaws.com/doc/"><Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>There is none.</Message></Error><RequestId>id</RequestId></ErrorResponse>',
    ],
  ])('is XML for callers of %s', async (service, headers, body) => {
    expect(await answerTo(aRequest(service, headers))).toMatchObject({ status: 501, body: xml(body) });
  });

  test.each(['1.0', '1.1'])('is JSON for callers that speak JSON %s', async (version) => {
    const type = `application/x-amz-json-${version}`;
    const request = aRequest('kinesis', {
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      'content-type': type,
    });
    expect(await answerTo(request)).toMatchObject({
      status: 501,
      headers: { 'content-type': type, 'x-amzn-requestid': 'id' },
      body: '{"__type":"NotImplemented","message":"There is none."}',
    });
  });

  test('is JSON, with its name in a header, for callers of a REST API', async () => {
    expect(await answerTo(aRequest('backup', { 'content-type': 'application/json' }))).toMatchObject({
      status: 501,
      headers: { 'x-amzn-errortype': 'NotImplemented' },
      body: '{"message":"There is none."}',
    });
  });

  test('is CBOR for callers that speak it', async () => {
    const { headers, body } = await answerTo(aRequest('arc', { 'smithy-protocol': 'rpc-v2-cbor' }));
    expect(headers).toMatchObject({ 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' });
    expect(cbor.deserialize(body as Uint8Array)).toEqual({
      __type: 'NotImplemented',
      message: 'There is none.',
    });
  });
});
