import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { jsonCodec, parseJson } from './json.ts';

const service = { name: 'dynamodb', targetPrefix: 'DynamoDB_20120810' } as Service;
const cognito = { name: 'cognitoidentityprovider', targetPrefix: 'Cognito' } as Service;
const codec = jsonCodec('1.0');

const aRequest = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  ({
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', ...headers },
    body: Buffer.from(body),
  }) as unknown as AwsRequest;
const inputOf = (body: string | Uint8Array, headers?: Record<string, string>) =>
  codec.parse(aRequest(body, headers), service).input();

describe('a call in JSON', () => {
  test('names its operation behind the last dot of its target', () => {
    expect(codec.parse(aRequest('{}'), service).operation).toBe('GetItem');
    const dotted = { targetPrefix: 'a.b' } as Service;
    expect(codec.parse(aRequest('{}', { 'x-amz-target': 'a.b.Do' }), dotted).operation).toBe('Do');
  });

  test.each(['', 'GetItem', 'AmazonSQS.GetItem', 'DynamoDB_20120810'])(
    'names none by the target %j',
    (target) => {
      expect(() => codec.parse(aRequest('{}', { 'x-amz-target': target }), service)).toThrow(
        expect.objectContaining({
          code: 'UnknownOperationException',
          message: `No operation of dynamodb is named by "${target}".`,
        }),
      );
      expect(() => codec.parse({ headers: {} } as AwsRequest, service)).toThrow('is named by "".');
    },
  );

  test('has no members where its body is empty, and none that is null', () => {
    expect(inputOf('')).toEqual({});
    expect(inputOf('{"a":null,"b":{"c":null},"d":0}')).toEqual({ b: { c: null }, d: 0 });
  });

  test('is read from its own bytes alone', () => {
    const around = Buffer.from('xx{"ä":1}xx');
    expect(parseJson(around.subarray(2, -2))).toEqual({ ä: 1 });
  });

  test.each([
    ['{', 'The request body is not valid JSON.'],
    ['"text"', 'Start of structure or map found where not expected.'],
    ['null', 'Start of structure or map found where not expected.'],
    ['[]', 'Start of structure or map found where not expected.'],
  ])('cannot be %s', (body, message) => {
    expect(() => inputOf(body)).toThrow(
      expect.objectContaining({ code: 'SerializationException', status: 400, message }),
    );
  });

  test('may be compressed, and says so', () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect(inputOf(gzipSync('{"a":1}'), gzip)).toEqual({ a: 1 });
    const refusal = expect.objectContaining({
      code: 'SerializationException',
      message: 'The request body is not valid gzip.',
    });
    expect(() => inputOf('{}', gzip)).toThrow(refusal);
    const text = (bytes: number) => gzipSync(`"${'a'.repeat(bytes - 2)}"`);
    expect(() => inputOf(text(16 * 1024 * 1024), gzip)).toThrow('Start of structure');
    expect(() => inputOf(text(16 * 1024 * 1024 + 1), gzip)).toThrow(refusal);
  });
});

describe('an answer in JSON', () => {
  test('has the type of its version, and the members that are there', () => {
    expect(codec.respond(service, 'GetItem', { a: 1, b: undefined }, 'r')).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' },
      body: '{"a":1}',
    });
    expect(jsonCodec('1.1').respond(cognito, 'Do', undefined, 'r')).toMatchObject({
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: '{}',
    });
  });

  test('to a failure has its name, its message and its members', () => {
    const error = new AwsError('Conflict', 'No.', 409, { At: new Date(1000) });
    expect(codec.fail(service, error, 'r')).toEqual({
      status: 409,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' },
      body: '{"__type":"com.amazonaws.dynamodb.v20120810#Conflict","message":"No.","At":1}',
    });
    expect(jsonCodec('1.1').fail(cognito, error, 'r').headers).toEqual({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': 'r',
      'x-amzn-errortype': 'Conflict:',
    });
  });
});
