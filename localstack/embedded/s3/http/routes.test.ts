import * as sdk from '@aws-sdk/client-s3';
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
    const copying = { 'x-amz-copy-source': 'a/b' };
    expect(routeOf(aRequest('PUT /bucket/key', copying)).operation).toBe('CopyObject');
    expect(routeOf(aRequest('PUT /bucket/key?partNumber=1&uploadId=u', copying)).operation).toBe(
      'UploadPartCopy',
    );
  });
});

/** Every operation that the SDK has, by the request that it sends: its method and the query of its address. */
function sdkOperations(): { name: string; line: string }[] {
  return Object.entries(sdk).flatMap(([exported, Command]) => {
    if (!exported.endsWith('Command') || exported.startsWith('$')) return [];
    const { schema } = new (Command as new (input: object) => { schema?: readonly unknown[] })({});
    const [, , name, { http } = { http: ['', ''] }] = (schema ?? []) as [
      unknown,
      unknown,
      string,
      { http: [string, string] },
    ];
    const [method = '', path = ''] = http;
    return [
      { name, line: `${method} ${path.replace('{Key+}', 'bucket/key').replace(/^\/(?=\?|$)/, '/bucket')}` },
    ];
  });
}

/** What their names in the query do not choose. */
const CHOSEN_OTHERWISE: Readonly<Record<string, readonly [query: string, headers?: S3Request['headers']]>> = {
  AbortMultipartUpload: ['uploadId=u'],
  CompleteMultipartUpload: ['uploadId=u'],
  CopyObject: ['', { 'x-amz-copy-source': 'a/b' }],
  ListParts: ['uploadId=u'],
  UploadPart: ['uploadId=u'],
  UploadPartCopy: ['uploadId=u', { 'x-amz-copy-source': 'a/b' }],
};
/** Those of the account, and those of other hosts. */
const ELSEWHERE = ['ListBuckets', 'ListDirectoryBuckets', 'WriteGetObjectResponse'];

test("each operation of AWS's SDK has its name here, also where it is refused", () => {
  const operations = sdkOperations().filter(({ name }) => !ELSEWHERE.includes(name));
  expect(operations.length).toBeGreaterThan(100);
  for (const { name, line } of operations) {
    const [query = '', headers] = CHOSEN_OTHERWISE[name] ?? [];
    const request = aRequest(query ? `${line}${line.includes('?') ? '&' : '?'}${query}` : line, headers);
    let found: string;
    try {
      found = routeOf(request).operation;
    } catch (error) {
      found = (error as Error).message;
    }
    expect(`${found}.`, line).toMatch(new RegExp(`\\b${name}\\.`));
  }
});

describe('a request that means no operation here', () => {
  test.each([
    ['GET /bucket?inventory', 'ListBucketInventoryConfigurations'],
    ['GET /bucket?inventory&id=1', 'GetBucketInventoryConfiguration'],
    ['GET /bucket/key?annotation&x-id=ListObjectAnnotations', 'ListObjectAnnotations'],
    ['PUT /bucket/key?legal-hold', 'PutObjectLegalHold'],
    ['PUT /bucket?website', 'PutBucketWebsite'],
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
