import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Signing, signed } from '../../testing/sign.ts';
import { createClock, standingTime } from '../clock/clock.ts';
import { createCredentialStore } from '../core/credentials.ts';
import { createRandom } from '../core/random.ts';
import { createMemoryStorage } from '../storage/storage.ts';
import { encodeRfc3986 } from './canonical.ts';
import { createSignatureVerifier, createSigningKeys, equal } from './sigv4.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ROLE = 'arn:aws:iam::000000000000:role/http';

function aVerifier() {
  const clock = createClock(standingTime(NOW));
  const root = { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };
  const credentials = createCredentialStore({
    clock,
    random: createRandom('sigv4'),
    storage: createMemoryStorage(),
    root,
  });
  const verifier = createSignatureVerifier({ clock, credentials, region: 'us-east-1' });
  return { clock, credentials, verifier, root };
}

const at = (time: number): Signing => ({ date: new Date(time) });
const target = { 'x-amz-target': 'DynamoDB_20120810.GetItem' };

describe('a signature in the header', () => {
  test("is taken for the key's owner", async () => {
    const { verifier, root } = aVerifier();
    const request = await signed({ method: 'POST', headers: target, body: '{"a":1}' }, at(NOW));
    expect(verifier.verify(request, 'dynamodb')).toMatchObject({
      principal: root,
      accessKeyId: 'test',
      presigned: false,
    });
  });

  test.each(['dynamodb', 's3'])('holds for any path, query, header and body of %s', async (service) => {
    const { verifier } = aVerifier();
    const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-zA-Z~ ()+*!'-]{1,6}$/), segment, { maxKeys: 4 }),
        fc.stringMatching(/^[ -~]{0,20}$/),
        fc.uint8Array({ maxLength: 64 }),
        async (segments, query, header, body) => {
          const path = `/${segments.map(encodeRfc3986).join('/')}`;
          const plain = { method: 'PUT', path, query, headers: { 'x-amz-meta-note': header }, body };
          const request = await signed(plain, { ...at(NOW), service });
          expect(verifier.verify(request, service).accessKeyId).toBe('test');
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['method', { method: 'PUT' }],
    ['path', { path: '/other' }],
    ['query', { query: 'a=2' }],
    ['body', { body: Buffer.from('{"a":2}') }],
  ])('does not hold for another %s', async (_, change) => {
    const { verifier } = aVerifier();
    const plain = { method: 'POST', path: '/path', query: { a: '1' }, headers: target, body: '{"a":1}' };
    const request = await signed(plain, at(NOW));
    expect(() => verifier.verify({ ...request, ...change }, 'dynamodb')).toThrow(
      expect.objectContaining({
        code: 'InvalidSignatureException',
        status: 400,
        message: expect.stringContaining('The request signature we calculated does not match'),
      }),
    );
  });

  test('does not hold for another value of a signed header', async () => {
    const { verifier } = aVerifier();
    const request = await signed({ headers: target }, at(NOW));
    const changed = {
      ...request,
      headers: { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.DeleteItem' },
    };
    expect(() => verifier.verify(changed, 'dynamodb')).toThrow(
      expect.objectContaining({ code: 'InvalidSignatureException' }),
    );
  });

  test.each([
    ['json', 'dynamodb', { headers: target }, 'UnrecognizedClientException', 400],
    ['rest', 'lambda', {}, 'UnrecognizedClientException', 403],
    ['query', 'iam', { query: { Action: 'GetRole' } }, 'InvalidClientTokenId', 403],
    ['s3', 's3', {}, 'InvalidAccessKeyId', 403],
  ])('of an unknown key is refused in the words of %s services', async (_, service, plain, code, status) => {
    const { verifier } = aVerifier();
    const credentials = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'secret' };
    const request = await signed(plain, { ...at(NOW), service, credentials });
    expect(() => verifier.verify(request, service)).toThrow(expect.objectContaining({ code, status }));
  });

  test.each([
    ['json', 'dynamodb', { headers: target }, 'InvalidSignatureException', 400],
    ['rest', 'lambda', {}, 'InvalidSignatureException', 403],
    ['query', 'iam', { query: { Action: 'GetRole' } }, 'SignatureDoesNotMatch', 403],
    ['s3', 's3', {}, 'SignatureDoesNotMatch', 403],
  ])(
    'made with a wrong secret is refused in the words of %s services',
    async (_, service, plain, code, status) => {
      const { verifier } = aVerifier();
      const credentials = { accessKeyId: 'test', secretAccessKey: 'wrong' };
      const request = await signed(plain, { ...at(NOW), service, credentials });
      expect(() => verifier.verify(request, service)).toThrow(expect.objectContaining({ code, status }));
    },
  );

  test.each([
    ['json', 'dynamodb', { headers: target }, 'MissingAuthenticationTokenException', 400],
    ['rest', 'lambda', {}, 'MissingAuthenticationTokenException', 403],
    ['query', 'iam', { query: { Action: 'GetRole' } }, 'MissingAuthenticationToken', 403],
    ['s3', 's3', {}, 'AccessDenied', 403],
  ])('that is missing is refused in the words of %s services', async (_, service, plain, code, status) => {
    const { verifier } = aVerifier();
    const request = await signed(plain, { ...at(NOW), service });
    const { authorization: __, ...headers } = request.headers;
    expect(() => verifier.verify({ ...request, headers }, service)).toThrow(
      expect.objectContaining({ code, status }),
    );
  });

  test('for another service or region is refused', async () => {
    const { verifier } = aVerifier();
    const forSqs = await signed({ headers: target }, { ...at(NOW), service: 'sqs' });
    const inEurope = await signed({ headers: target }, { ...at(NOW), region: 'eu-west-1' });
    expect(() => verifier.verify(forSqs, 'dynamodb')).toThrow(/correct service: 'dynamodb'/);
    expect(() => verifier.verify(inEurope, 'dynamodb')).toThrow(/valid region/);
  });
});

describe('the time of a signature', () => {
  test.each([
    [-5, 'dynamodb'],
    [5, 'dynamodb'],
    [-15, 's3'],
    [15, 's3'],
  ])('may be %i minutes off for %s', async (minutes, service) => {
    const { verifier } = aVerifier();
    const request = await signed({}, { ...at(NOW + minutes * MINUTE), service });
    expect(verifier.verify(request, service).accessKeyId).toBe('test');
  });

  test('six minutes ago is expired, and says so as AWS does', async () => {
    const { verifier } = aVerifier();
    const request = await signed({ headers: target }, at(NOW - 6 * MINUTE));
    expect(() => verifier.verify(request, 'dynamodb')).toThrow(
      'Signature expired: 20260131T115400Z is now earlier than 20260131T115500Z (20260131T120000Z - 5 min.)',
    );
  });

  test('sixteen minutes off is RequestTimeTooSkewed to S3', async () => {
    const { verifier } = aVerifier();
    const request = await signed({}, { ...at(NOW + 16 * MINUTE), service: 's3' });
    expect(() => verifier.verify(request, 's3')).toThrow(
      expect.objectContaining({ code: 'RequestTimeTooSkewed', status: 403 }),
    );
  });

  test('may, after an advance, be emulated or the machine’s own, and nothing between', async () => {
    const { verifier, clock } = aVerifier();
    await clock.advance(72 * HOUR);
    const [machine, emulated, between] = await Promise.all(
      [NOW, NOW + 72 * HOUR, NOW + 36 * HOUR].map((time) => signed({ headers: target }, at(time))),
    );
    if (!machine || !emulated || !between) throw new Error('Nothing was signed.');
    expect(verifier.verify(machine, 'dynamodb').accessKeyId).toBe('test');
    expect(verifier.verify(emulated, 'dynamodb').accessKeyId).toBe('test');
    expect(() => verifier.verify(between, 'dynamodb')).toThrow(/Signature expired/);
  });
});

describe('temporary credentials', () => {
  test("sign for their role's session", async () => {
    const { verifier, credentials } = aVerifier();
    const session = credentials.assumeRole(ROLE, 'session');
    const request = await signed({ headers: target }, { ...at(NOW), credentials: session });
    expect(verifier.verify(request, 'dynamodb').principal).toEqual({
      arn: 'arn:aws:sts::000000000000:assumed-role/http/session',
      accountId: '000000000000',
      roleArn: ROLE,
    });
  });

  test('are refused without their session token, and with another', async () => {
    const { verifier, credentials } = aVerifier();
    const { sessionToken, ...withoutToken } = credentials.assumeRole(ROLE, 'session');
    for (const wrong of [withoutToken, { ...withoutToken, sessionToken: `${sessionToken}x` }]) {
      const request = await signed({ headers: target }, { ...at(NOW), credentials: wrong });
      expect(() => verifier.verify(request, 'dynamodb')).toThrow(
        expect.objectContaining({ code: 'UnrecognizedClientException' }),
      );
    }
  });

  test('are expired once their time has passed', async () => {
    const { verifier, credentials, clock } = aVerifier();
    const session = credentials.assumeRole(ROLE, 'session', HOUR);
    await clock.advance(HOUR);
    const request = await signed({ headers: target }, { ...at(NOW + HOUR), credentials: session });
    expect(() => verifier.verify(request, 'dynamodb')).toThrow(
      expect.objectContaining({
        code: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      }),
    );
  });
});

describe('a presigned URL', () => {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const presigned = (path: string) =>
    signed({ path, headers }, { ...at(NOW), service: 's3', expiresIn: 900 });

  test('holds until its time has passed, by the emulated clock', async () => {
    const { verifier, clock } = aVerifier();
    const request = await presigned('/bucket/a%20letter%2B.pdf');
    await clock.advance(900_000);
    expect(verifier.verify(request, 's3')).toMatchObject({
      presigned: true,
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
    await clock.advance(1_000);
    expect(() => verifier.verify(request, 's3')).toThrow(
      expect.objectContaining({ code: 'AccessDenied', message: 'Request has expired', status: 403 }),
    );
  });

  test('does not hold for another key, nor for a longer time', async () => {
    const { verifier } = aVerifier();
    const request = await presigned('/bucket/mine');
    const forged = [
      { ...request, path: '/bucket/yours' },
      { ...request, query: request.query.replace('Expires=900', 'Expires=9000') },
    ];
    for (const one of forged) {
      expect(() => verifier.verify(one, 's3')).toThrow(
        expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
      );
    }
  });

  test('of more than a week is refused', async () => {
    const { verifier } = aVerifier();
    const request = await presigned('/bucket/mine');
    const longer = { ...request, query: request.query.replace('Expires=900', 'Expires=604801') };
    expect(() => verifier.verify(longer, 's3')).toThrow(
      expect.objectContaining({ code: 'AuthorizationQueryParametersError' }),
    );
  });
});

describe("S3's hash of the content", () => {
  test('must be sent, and be that of the body', async () => {
    const { verifier } = aVerifier();
    const request = await signed(
      { method: 'PUT', path: '/bucket/key', body: 'content' },
      { ...at(NOW), service: 's3' },
    );
    expect(verifier.verify(request, 's3').payloadHash).toMatch(/^[0-9a-f]{64}$/);
    expect(() => verifier.verify({ ...request, body: Buffer.from('another') }, 's3')).toThrow(
      expect.objectContaining({ code: 'XAmzContentSHA256Mismatch', status: 400 }),
    );
  });

  test('may say that the body is not signed, or signed in chunks, and is missing nowhere but in a link', async () => {
    const { verifier } = aVerifier();
    for (const declared of ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', `${'a'.repeat(64)}x`]) {
      const headers = { 'x-amz-content-sha256': declared };
      const request = await signed({ method: 'PUT', headers }, { ...at(NOW), service: 's3' });
      expect(verifier.verify({ ...request, body: Buffer.from('any') }, 's3').payloadHash).toBe(declared);
    }
    const request = await signed({ method: 'PUT' }, { ...at(NOW), service: 's3' });
    const { 'x-amz-content-sha256': _, ...headers } = request.headers;
    expect(() => verifier.verify({ ...request, headers }, 's3')).toThrow(
      expect.objectContaining({ code: 'InvalidRequest' }),
    );
    const link = await signed(
      { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      { ...at(NOW), service: 's3', expiresIn: 60 },
    );
    const { 'x-amz-content-sha256': __, ...bare } = link.headers;
    expect(verifier.verify({ ...link, headers: bare }, 's3').payloadHash).toBe('UNSIGNED-PAYLOAD');
  });
});

describe('the region of a signature', () => {
  test.each(['iam', 'sts'])('may be any for %s, which is in all of them', async (service) => {
    const { verifier } = aVerifier();
    const request = await signed({}, { ...at(NOW), service, region: 'eu-west-1' });
    expect(verifier.verify(request, service).region).toBe('eu-west-1');
  });
});

describe('a link of the future', () => {
  const link = (minutes: number) =>
    signed(
      { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      { ...at(NOW + minutes * MINUTE), service: 's3', expiresIn: 60 },
    );

  test('holds up to fifteen minutes ahead', async () => {
    const { verifier } = aVerifier();
    expect(verifier.verify(await link(15), 's3').presigned).toBe(true);
    const tooEarly = await signed(
      { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      { ...at(NOW + 15 * MINUTE + 1_000), service: 's3', expiresIn: 60 },
    );
    expect(() => verifier.verify(tooEarly, 's3')).toThrow('Request is not valid yet');
  });
});

describe('what a verification vouches for', () => {
  test('is all that the signatures of chunks are made with', async () => {
    const { verifier } = aVerifier();
    const request = await signed({ headers: target }, at(NOW));
    const { seed, region } = verifier.verify(request, 'dynamodb');
    expect(region).toBe('us-east-1');
    expect(seed).toMatchObject({
      date: '20260131T120000Z',
      scope: '20260131/us-east-1/dynamodb/aws4_request',
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(request.headers.authorization).toContain(seed.signature);
  });
});

describe('signing keys', () => {
  const scope = { day: '20150830', region: 'us-east-1', service: 'iam' };

  test("are AWS's, derived once", () => {
    const keys = createSigningKeys();
    const key = keys('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', scope);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-examples.html
    expect(key.export().toString('hex')).toBe(
      'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
    );
    expect(keys('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', { ...scope })).toBe(key);
  });

  test('differ by day, region, service and secret', () => {
    const keys = createSigningKeys();
    const all = [
      keys('a', scope),
      keys('b', scope),
      ...[{ day: '20150831' }, { region: 'eu-west-1' }, { service: 'sts' }].map((change) =>
        keys('a', { ...scope, ...change }),
      ),
    ];
    expect(new Set(all.map((key) => key.export().toString('hex'))).size).toBe(5);
  });

  test('are forgotten when there are many, and derived again', () => {
    const keys = createSigningKeys();
    const first = keys('0', scope);
    for (let secret = 1; secret < 512; secret++) keys(`${secret}`, scope);
    expect(keys('0', scope)).toBe(first);
    keys('512', scope);
    expect(keys('0', scope)).not.toBe(first);
    expect(keys('0', scope).equals(first)).toBe(true);
  });
});

test.each([
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  ['abc', 'ab', false],
  ['abc', 'abcd', false],
])('the signatures %s and %s are equal: %s', (expected, given, same) => {
  expect(equal(expected, given)).toBe(same);
});
