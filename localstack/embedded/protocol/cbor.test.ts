import { cbor, tag } from '@smithy/core/cbor';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { cborCodec } from './cbor.ts';

const cloudwatch = { name: 'cloudwatch' } as Service;
const aRequest = (path: string, body: Uint8Array = new Uint8Array()) => ({ path, body }) as AwsRequest;
const inputOf = (value: unknown) =>
  cborCodec
    .parse(aRequest('/service/S/operation/Do', Uint8Array.from(cbor.serialize(value))), cloudwatch)
    .input();
const read = (body: unknown) => cbor.deserialize(body as Uint8Array);

describe('a call in CBOR', () => {
  test('names its operation in the path', () => {
    expect(cborCodec.parse(aRequest('/service/Granite/operation/PutMetricData'), cloudwatch).operation).toBe(
      'PutMetricData',
    );
  });

  test.each([
    '/',
    '/service/a/operation/',
    '/service//operation/Do',
    '/service/a/b/operation/Do',
    '/service/a/operation/Do/more',
    '/x/service/a/operation/Do',
  ])('names none in the path %s', (path) => {
    expect(() => cborCodec.parse(aRequest(path), cloudwatch)).toThrow(
      expect.objectContaining({
        code: 'UnknownOperationException',
        status: 404,
        message: `No operation is named by ${path}.`,
      }),
    );
  });

  test('has its members in the form that operations take', () => {
    const at = tag({ tag: 1, value: 1.5 });
    expect(inputOf({ At: at, Many: [at, null, 'a'], Bytes: Buffer.from('abc'), Inner: { At: at } })).toEqual({
      At: 1.5,
      Many: [1.5, null, 'a'],
      Bytes: 'YWJj',
      Inner: { At: 1.5 },
    });
  });

  test('has none where its body is empty, and cannot be anything else', () => {
    expect(cborCodec.parse(aRequest('/service/a/operation/Do'), cloudwatch).input()).toEqual({});
    const call = cborCodec.parse(aRequest('/service/a/operation/Do', Buffer.from([0xff])), cloudwatch);
    expect(() => call.input()).toThrow(
      expect.objectContaining({
        code: 'SerializationException',
        message: 'The request body is not valid CBOR.',
      }),
    );
  });
});

describe('an answer in CBOR', () => {
  test('has dates by the tag, and the members that are there', () => {
    const at = new Date(1_500);
    const output = { At: [at], Bytes: Buffer.from('abc'), None: undefined, Null: null, Inner: { a: 1 } };
    const { status, headers, body } = cborCodec.respond(cloudwatch, 'Do', output, 'r');
    expect({ status, headers }).toEqual({
      status: 200,
      headers: {
        'content-type': 'application/cbor',
        'smithy-protocol': 'rpc-v2-cbor',
        'x-amzn-requestid': 'r',
      },
    });
    expect(read(body)).toEqual({
      At: [tag({ tag: 1, value: 1.5 })],
      Bytes: new Uint8Array(Buffer.from('abc')),
      Null: null,
      Inner: { a: 1 },
    });
    expect(read(cborCodec.respond(cloudwatch, 'Do', undefined, 'r').body)).toEqual({});
  });

  test('is not changed by the next one', () => {
    const first = cborCodec.respond(cloudwatch, 'Do', { a: 1 }, 'r').body;
    cborCodec.respond(cloudwatch, 'Do', { b: 2 }, 'r');
    expect(read(first)).toEqual({ a: 1 });
  });

  test('to a failure has its name, also that of the query protocol where there was one', () => {
    const error = new AwsError('DashboardNotFoundError', 'No.', 404, { Extra: 1 });
    const { status, headers, body } = cborCodec.fail(cloudwatch, error, 'r');
    expect(status).toBe(404);
    expect(headers).toMatchObject({
      'x-amzn-requestid': 'r',
      'x-amzn-query-error': 'ResourceNotFound;Sender',
    });
    expect(read(body)).toEqual({ __type: 'DashboardNotFoundError', message: 'No.', Extra: 1 });
    expect(cborCodec.fail({ name: 'other' } as Service, error, 'r').headers).not.toHaveProperty(
      'x-amzn-query-error',
    );
  });
});
