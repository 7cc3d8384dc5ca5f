import { describe, expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import type { Protocol, Service } from '../core/service.ts';
import { codecFor } from './codecs.ts';

const aService = (protocols: readonly Protocol[], more: Partial<Service> = {}) =>
  ({ name: 'test', targetPrefix: 'T', protocols, operations: {}, ...more }) as unknown as Service;
const aRequest = (headers: Record<string, string>, query = '') =>
  ({
    method: 'POST',
    path: '/service/T/operation/Do',
    headers,
    query,
    body: Buffer.alloc(0),
  }) as unknown as AwsRequest;

const all: readonly Protocol[] = ['json-1.0', 'json-1.1', 'query', 'rpc-v2-cbor'];
const target = { 'x-amz-target': 'T.Do' };
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** The type of the answer, by which the protocols are told apart. */
async function answered(request: AwsRequest, service: Service): Promise<string | undefined> {
  const codec = await codecFor(request, service);
  return codec.respond(service, 'Do', {}, 'r').headers['content-type'] as string;
}

describe('the protocol of a request', () => {
  test.each([
    [target, '', 'application/x-amz-json-1.0'],
    [{ ...target, 'content-type': 'application/x-amz-json-1.0' }, '', 'application/x-amz-json-1.0'],
    [{ ...target, 'content-type': 'application/x-amz-json-1.1' }, '', 'application/x-amz-json-1.1'],
    [{ ...target, ...form }, 'Action=Do', 'application/x-amz-json-1.0'],
    [form, '', 'text/xml'],
    [{}, 'Action=Do', 'text/xml'],
    [{}, 'Version=1&Action=Do', 'text/xml'],
    [{ ...target, 'smithy-protocol': 'rpc-v2-cbor' }, '', 'application/cbor'],
  ])('with %j %s is answered as %s', async (headers, query, type) => {
    expect(await answered(aRequest(headers, query), aService(all))).toBe(type);
  });

  test('is REST where the service has routes', async () => {
    const service = aService(['rest-json'], { routes: [{ operation: 'Do', method: 'POST', path: '/do' }] });
    expect(await answered(aRequest(form, 'Action=Do'), service)).toBe('application/json');
  });

  test.each([
    [{}, 'NoAction=Do', 'test does not speak an unknown protocol.'],
    [{ 'content-type': 'text/plain' }, '', 'test does not speak an unknown protocol.'],
    [form, '', 'test does not speak the protocol query.'],
    [{ 'smithy-protocol': 'rpc-v2-cbor' }, '', 'test does not speak the protocol rpc-v2-cbor.'],
  ])('with %j %s is refused in the preferred one: %s', async (headers, query, message) => {
    const service = aService(['json-1.1', 'json-1.0']);
    const request = aRequest(headers, query);
    const codec = await codecFor(request, service);
    expect(await answered(request, service)).toBe('application/x-amz-json-1.1');
    expect(() => codec.parse(request, service)).toThrow(
      expect.objectContaining({ code: 'UnknownOperationException', status: 404, message }),
    );
  });

  test('has to be one that there is', async () => {
    await expect(codecFor(aRequest({}), aService([]))).rejects.toThrow('The service test names no protocol.');
    await expect(codecFor(aRequest({}), aService(['rest-xml']))).rejects.toThrow(
      'rest-xml is spoken by S3 alone, which answers by its HttpFront.',
    );
  });
});
