import { describe, expect, test } from 'vitest';
import { declarations } from '../operations/index.ts';
import type { S3Request } from './request.ts';
import { createRoutes } from './routes.ts';

const routeOf = createRoutes(declarations);

function aRequest(line: string, headers: S3Request['headers'] = {}): S3Request {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', query = ''] = target.split('?');
  const [, bucket, key] = path.split('/');
  return {
    method,
    query: new URLSearchParams(query),
    headers,
    body: new Uint8Array(),
    ...(bucket ? { bucket } : {}),
    ...(key ? { key } : {}),
  };
}

describe('the operation that a request means', () => {
  test.each([
    ['GET /', 'ListBuckets'],
    ['GET /bucket', 'ListObjects'],
    ['GET /bucket?list-type=2', 'ListObjectsV2'],
    ['GET /bucket?cors', 'GetBucketCors'],
    ['GET /bucket/key', 'GetObject'],
    ['GET /bucket/key?versionId=1', 'GetObject'],
    ['PUT /bucket/key?partNumber=1&uploadId=u', 'UploadPart'],
  ])('%s is %s', (line, operation) => {
    expect(routeOf(aRequest(line)).operation).toBe(operation);
  });

  test('is a copy where a header names its source', () => {
    expect(routeOf(aRequest('PUT /bucket/key', { 'x-amz-copy-source': 'a/b' })).operation).toBe('CopyObject');
  });
});

describe('a request that means no operation here', () => {
  test.each([
    ['GET /bucket?inventory', 'GET bucket ?inventory'],
    ['PUT /bucket/key?legal-hold', 'PUT object ?legal-hold'],
    ['PUT /bucket?website', 'PUT bucket ?website'],
  ])('%s is refused by name', (line, name) => {
    expect(() => routeOf(aRequest(line))).toThrow(
      expect.objectContaining({ code: 'NotImplemented', message: expect.stringContaining(`s3:${name}.`) }),
    );
  });

  test('is refused where the method is not one of the resource', () => {
    expect(() => routeOf(aRequest('POST /bucket/key'))).toThrow(
      expect.objectContaining({ code: 'MethodNotAllowed' }),
    );
  });
});
