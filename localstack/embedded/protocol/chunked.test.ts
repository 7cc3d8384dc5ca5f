import fc from 'fast-check';
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

describe('a body in signed chunks with a trailer', () => {
  /** The same document's example: the key and scope of the other, one checksum behind the chunks. */
  const trailing = {
    payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    seed: {
      ...example.seed,
      signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    },
  };
  const chunks = [
    '10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    'a'.repeat(65_536),
    '400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    'a'.repeat(1024),
    '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ];
  const crc = 'x-amz-checksum-crc32c:sOO8/Q==';
  const signature =
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435';
  const decode = (...trailers: readonly string[]) =>
    decodeChunked(aRequest([...chunks, ...trailers, ''].join('\r\n')), trailing);

  test('is decoded where all signatures hold, and its checksum is told', () => {
    const { body, trailers } = decode(crc, signature);
    expect(body.length).toBe(66_560);
    expect(trailers).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' });
  });

  test.each([
    ['another checksum', [crc.replace('sOO8', 'sOO9'), signature]],
    ['one trailer more', ['x-amz-meta-a:b', crc, signature]],
    ['another signature', [crc, signature.replace('d81f', 'd81e')]],
    ['no signature', [crc]],
    ['nothing', []],
  ])('is refused with %s behind it', (_, trailers) => {
    expect(() => decode(...trailers)).toThrow(
      expect.objectContaining({
        code: 'SignatureDoesNotMatch',
        message:
          'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      }),
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
    ['with a chunk shorter than it says', '6\r\nhello\r\n0\r\n\r\n'],
    ['empty', ''],
    ['with no size', '\r\nhello\r\n0\r\n\r\n'],
    ['with a size and more', '5 \r\nhello\r\n0\r\n\r\n'],
    ['with more before a size', 'a;5\r\nhello\r\n0\r\n\r\n'],
    ['with a size of nine digits', '000000005\r\nhello\r\n0\r\n\r\n'],
    ['with half a signature', '5;chunk-signature=ab\r\nhello\r\n0\r\n\r\n'],
    ['with a chunk that ends by a line feed alone', '5\r\nhello\n\n0\r\n\r\n'],
    ['with a chunk that ends by a carriage return alone', '5\r\nhello\r\r0\r\n\r\n'],
    ['with a trailer that has no name', '0\r\n:value\r\n\r\n'],
    ['with a trailer that has no value', '0\r\nname\r\n\r\n'],
    ['cut off within a trailer', '0\r\nname:va'],
  ])('is IncompleteBody when %s', (_, body) => {
    expect(() => decodeChunked(aRequest(body), unsigned)).toThrow(
      expect.objectContaining({
        code: 'IncompleteBody',
        status: 400,
        message:
          'The request body terminated unexpectedly, or is not in the aws-chunked coding that its headers declare.',
      }),
    );
  });

  test('may name its trailers in any case, with space around them, and end lines by a line feed', () => {
    const { trailers } = decodeChunked(aRequest('0\r\nX-Amz-A : b:c \nx-b:\n\r\n'), unsigned);
    expect(trailers).toEqual({ 'x-amz-a': 'b:c', 'x-b': '' });
  });

  test('has sizes in hexadecimal, in either case', () => {
    const long = 'x'.repeat(0xab);
    const body = `aB\r\n${long}\r\n00000001\r\ny\r\n0\r\n\r\n`;
    const decoded = decodeChunked(aRequest(body, { 'x-amz-decoded-content-length': '172' }), unsigned);
    expect(Buffer.from(decoded.body).toString()).toBe(`${long}y`);
  });

  test('is decoded, whatever it was cut into', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(bytes), (chunks) => {
        const parts = chunks.flatMap((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']);
        const body = Buffer.concat([...parts, '0\r\n\r\n'].map((part) => Buffer.from(part)));
        const decoded = decodeChunked({ ...aRequest(''), body }, unsigned);
        expect(Buffer.concat([decoded.body])).toEqual(Buffer.concat(chunks));
      }),
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

test('a body in a coding that is not carried out here is named', () => {
  const payloadHash = 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD';
  expect(() => decodeChunked(aRequest('0\r\n\r\n'), { ...example, payloadHash })).toThrow(
    expect.objectContaining({
      code: 'NotImplemented',
      status: 501,
      message: `The embedded AWS does not implement s3:${payloadHash} bodies.`,
    }),
  );
});
