import { describe, expect, test } from 'vitest';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import type { RestRoute, Service } from '../core/service.ts';
import { restJsonCodec } from './rest-json.ts';

const invoke: RestRoute = {
  operation: 'Invoke',
  method: 'POST',
  path: '/functions/{Name}/invocations',
  query: { Qualifier: 'Version' },
  headers: { 'x-type': 'Type' },
  payload: 'Payload',
  outputHeaders: { 'x-version': 'Version', 'x-error': 'Error' },
  outputPayload: 'Payload',
  outputStatus: 'Status',
};
const service = {
  name: 'test',
  operations: {},
  routes: [
    invoke,
    {
      operation: 'Create',
      method: 'POST',
      path: '/things/{Name}',
      status: 201,
      query: { tag: 'Tags', b: 'B' },
    },
    { operation: 'Read', method: 'GET', path: '/things/{Name}', outputHeaders: { 'x-version': 'Version' } },
    { operation: 'Remove', method: 'DELETE', path: '/things/{Name}', status: 204 },
  ],
} as unknown as Service;

const aRequest = (method: string, path: string, more: Partial<AwsRequest> = {}): AwsRequest => ({
  method,
  path,
  query: '',
  headers: {},
  body: Buffer.alloc(0),
  sourceIp: '',
  ...more,
});
const parsed = (...request: Parameters<typeof aRequest>) =>
  restJsonCodec.parse(aRequest(...request), service);
const respond = (operation: string, output: unknown, of = service) =>
  restJsonCodec.respond(of, operation, output, 'r');

describe('a call over REST', () => {
  test('has members from its path, query, headers and body', () => {
    const body = Buffer.from('{"A":1,"Name":"ignored"}');
    const call = parsed('POST', '/things/a%20b', { query: 'tag=x&tag=y&b=z&c=w', body });
    expect(call.operation).toBe('Create');
    expect(call.input()).toEqual({ A: 1, Name: 'a b', Tags: ['x', 'y'], B: 'z' });
    expect(parsed('POST', '/things/a', { query: 'c=w' }).input()).toEqual({ Name: 'a' });
  });

  test('has its whole body as bytes where that is one member', () => {
    const body = Buffer.from('not JSON');
    const call = parsed('POST', '/functions/f/invocations', {
      headers: { 'x-type': 'Eve%6Et', other: 'a' },
      body,
    });
    expect(call.input()).toEqual({ Name: 'f', Type: 'Event', Payload: body });
  });

  test('that no route fits is named', () => {
    expect(() => parsed('PUT', '/things/a')).toThrow(
      expect.objectContaining({
        code: 'NotImplemented',
        status: 501,
        message:
          'The embedded AWS does not implement test:PUT /things/a. See docs/SUPPORT.md for what it does.',
      }),
    );
  });
});

describe('an answer over REST', () => {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': 'r' };

  test('has the status of its route, and its members in the body', () => {
    const output = { At: new Date(1_500), Version: 1 };
    expect(respond('Create', output)).toEqual({ status: 201, headers, body: '{"At":1.5,"Version":1}' });
    expect(respond('Other', output)).toMatchObject({ status: 200 });
    expect(respond('Create', undefined)).toMatchObject({ body: '{}' });
    expect(respond('Create', output, { ...service, routes: undefined } as unknown as Service).status).toBe(
      200,
    );
  });

  test('has a member in a header instead, where the route says so', () => {
    expect(respond('Read', { Version: 7, A: 1 })).toEqual({
      status: 200,
      headers: { ...headers, 'x-version': '7' },
      body: '{"A":1}',
    });
    expect(respond('Read', { A: 1 }).headers).toEqual(headers);
  });

  test('has no body where its status is 204', () => {
    expect(respond('Remove', { A: 1 })).toEqual({ status: 204, headers, body: '' });
  });

  test.each([
    [{ Status: 202, Payload: 'text', Version: '$LATEST' }, 202, 'text'],
    [{ Payload: Buffer.from('bytes') }, 200, Buffer.from('bytes')],
    [{ Payload: { At: new Date(1_000) }, Status: 'no number' }, 200, '{"At":1}'],
    [{ Payload: null }, 200, ''],
    [{}, 200, ''],
  ])('is one member of %j alone', (output, status, body) => {
    expect(respond('Invoke', output)).toMatchObject({ status, body });
  });

  test('leaves the member that is its status out of its body', () => {
    const routes = [{ ...invoke, outputPayload: undefined }] as unknown as RestRoute[];
    const answer = respond('Invoke', { Status: 202, A: 1 }, { ...service, routes });
    expect(answer).toMatchObject({ status: 202, body: '{"A":1}' });
  });

  test('travels in camel case, with dates as text, for API Gateway', () => {
    const gateway = { ...service, camelCaseWire: true };
    expect(respond('Create', { ApiId: 'a', CreatedDate: new Date(0) }, gateway).body).toBe(
      '{"apiId":"a","createdDate":"1970-01-01T00:00:00Z"}',
    );
    const request = aRequest('POST', '/things/a', { body: Buffer.from('{"apiId":"a"}') });
    expect(restJsonCodec.parse(request, gateway).input()).toEqual({ ApiId: 'a', Name: 'a' });
    const failure = restJsonCodec.fail(gateway, new AwsError('No', 'No.', 400, { ResourceType: 'a' }), 'r');
    expect(failure.body).toBe('{"message":"No.","resourceType":"a"}');
  });
});

describe('a failure over REST', () => {
  const failed = (name: string, status = 404) =>
    restJsonCodec.fail({ ...service, name }, new AwsError('NotFound', 'No.', status, { Extra: 1 }), 'r');

  test('is named in a header', () => {
    expect(failed('test')).toEqual({
      status: 404,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': 'NotFound',
        'x-amzn-requestid': 'r',
      },
      body: '{"message":"No.","Extra":1}',
    });
  });

  test.each([
    ['scheduler', 404, '{"Message":"No.","Extra":1}'],
    ['lambda', 499, '{"Type":"User","Message":"No.","Extra":1}'],
    ['lambda', 500, '{"Type":"Service","Message":"No.","Extra":1}'],
  ])('of %s with status %i is %s', (name, status, body) => {
    expect(failed(name, status).body).toBe(body);
  });
});
