import { describe, expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import { decodeChunked } from './chunked.ts';
import { createSigningKeys } from './sigv4.ts';

/** The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, with AWS's own signatures. */
const example = {
  payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  seed: {
    signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    key: createSigningKeys()('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', {
      day: '20130524',
      region: 'us-east-1',
      service: 's3',
    }),
    date: '20130524T000000Z',
    scope: '20130524/us-east-1/s3/aws4_request',
  },
};

const exampleBody = [
  '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  'a'.repeat(65_536),
  '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'a'.repeat(1024),
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  '',
  '',
].join('\r\n');

const unsigned = { ...example, payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

function aRequest(body: string, headers: Record<string, string> = {}): AwsRequest {
  return { method: 'PUT', path: '/b/k', query: '', headers, body: Buffer.from(body), sourceIp: '127.0.0.1' };
}

describe('a body in signed chunks', () => {
  test("is decoded where every chunk's signature holds", () => {
    const { body } = decodeChunked(
      aRequest(exampleBody, { 'x-amz-decoded-content-length': '66560' }),
      example,
    );
    expect(Buffer.from(body).toString()).toBe('a'.repeat(66_560));
  });

  test('is refused where a chunk was changed', () => {
    const changed = exampleBody.replace('aaaa\r\n400', 'aaab\r\n400');
    expect(() => decodeChunked(aRequest(changed), example)).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 }),
    );
  });
});

describe('a body in unsigned chunks with a trailer', () => {
  test('is decoded, and its trailers are returned', () => {
    const decoded = decodeChunked(
      aRequest('5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n'),
      unsigned,
    );
    expect(Buffer.from(decoded.body).toString()).toBe('hello world');
    expect(decoded.trailers).toEqual({ 'x-amz-checksum-crc32': 'DUoRhQ==' });
  });

  test.each([
    ['cut off within a chunk', '5\r\nhel'],
    ['without a last chunk', '5\r\nhello\r\n'],
    ['with a size that is no number', 'x\r\nhello\r\n0\r\n\r\n'],
    ['with a chunk longer than it says', '4\r\nhello\r\n0\r\n\r\n'],
  ])('is IncompleteBody when %s', (_, body) => {
    expect(() => decodeChunked(aRequest(body), unsigned)).toThrow(
      expect.objectContaining({ code: 'IncompleteBody', status: 400 }),
    );
  });

  test('is IncompleteBody when it is not as long as it declared', () => {
    const request = aRequest('5\r\nhello\r\n0\r\n\r\n', { 'x-amz-decoded-content-length': '6' });
    expect(() => decodeChunked(request, unsigned)).toThrow(
      expect.objectContaining({ code: 'IncompleteBody' }),
    );
  });
});

test('a body that is not chunked is returned as it is', () => {
  const { body } = decodeChunked(aRequest('plain'), { ...example, payloadHash: 'UNSIGNED-PAYLOAD' });
  expect(Buffer.from(body).toString()).toBe('plain');
});
