import { describe, expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import type { AuthDialect } from './auth-errors.ts';
import { readAuthentication, timeOf } from './authentication.ts';

const credential = 'AKIA/20260131/us-east-1/sqs/aws4_request';
const header = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=abc`;
const date = '20260131T120000Z';
const NOW = Date.UTC(2026, 0, 31, 12);

const request = (headers: Record<string, string>, query = '') => ({ headers, query }) as AwsRequest;
const inHeader = (authorization = header, more: Record<string, string> = { 'x-amz-date': date }) =>
  readAuthentication(request({ authorization, ...more }), 'json');

const linked = {
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': credential.replaceAll('/', '%2F'),
  'X-Amz-Date': date,
  'X-Amz-Expires': '900',
  'X-Amz-SignedHeaders': 'host',
  'X-Amz-Signature': 'abc',
};
const inQuery = (parameters: Readonly<Record<string, string | undefined>>, dialect: AuthDialect = 's3') => {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return readAuthentication(request({}, pairs.map((pair) => pair.join('=')).join('&')), dialect);
};

const LACKS_PARTS =
  'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.';

describe('a signature in the header', () => {
  test('is read as it claims to be', () => {
    expect(inHeader()).toEqual({
      accessKeyId: 'AKIA',
      day: '20260131',
      region: 'us-east-1',
      service: 'sqs',
      scope: '20260131/us-east-1/sqs/aws4_request',
      signedHeaders: ['host', 'x-amz-date'],
      signature: 'abc',
      date,
      time: NOW,
    });
  });

  test('may have its parts in any order, and close together', () => {
    const other = `AWS4-HMAC-SHA256 Signature=abc,SignedHeaders=host,Credential=${credential}`;
    expect(inHeader(other)).toMatchObject({ signature: 'abc', signedHeaders: ['host'], accessKeyId: 'AKIA' });
  });

  test('is of the session whose token comes with it', () => {
    const read = inHeader(header, { 'x-amz-date': date, 'x-amz-security-token': 'token' });
    expect(read.sessionToken).toBe('token');
  });

  test('is dated by an HTTP date where it has no other', () => {
    const read = inHeader(header, { date: 'Sat, 31 Jan 2026 12:00:00 GMT' });
    expect([read.date, read.time]).toEqual([date, NOW]);
  });

  test('comes before one in the query', () => {
    const both = request({ authorization: header, 'x-amz-date': date }, 'X-Amz-Signature=other');
    expect(readAuthentication(both, 'json').signature).toBe('abc');
  });

  test.each<readonly [authorization: string, message: string]>([
    ['Basic abc', 'Unsupported algorithm.'],
    [`AWS ${header}`, 'Unsupported algorithm.'],
    [header.replace('Credential=', ''), "Authorization header requires 'Credential' parameter."],
    [header.replace('SignedHeaders=', ''), "Authorization header requires 'SignedHeaders' parameter."],
    [header.replace('Signature=', ''), "Authorization header requires 'Signature' parameter."],
    ...[
      'AKIA',
      '/20260131/us-east-1/sqs/aws4_request',
      'AKIA//us-east-1/sqs/aws4_request',
      'AKIA/20260131//sqs/aws4_request',
      'AKIA/20260131/us-east-1//aws4_request',
      'AKIA/20260131/us-east-1/sqs/aws3_request',
      `${credential}/more`,
    ].map(
      (wrong) =>
        [
          header.replace(credential, wrong),
          `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${wrong}'`,
        ] as const,
    ),
    [
      header.replace('20260131', '20260130'),
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260130' != '20260131'.",
    ],
    [
      header.replace('host;', ''),
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
  ])('%s is incomplete: %s', (authorization, message) => {
    expect(() => inHeader(authorization)).toThrow(
      expect.objectContaining({ code: 'IncompleteSignatureException', message }),
    );
  });

  test.each([
    [{}, ''],
    [{ 'x-amz-date': 'today' }, 'today'],
    [{ date: 'today' }, ''],
  ])('with the date %j is incomplete', (headers, said) => {
    expect(() => inHeader(header, headers)).toThrow(
      `Date must be in ISO-8601 'basic format'. Got '${said}'.`,
    );
  });
});

describe('a signature in the query', () => {
  test('is read as it claims to be', () => {
    expect(inQuery({ a: '1', '': 'x', ...linked, b: '' })).toEqual({
      accessKeyId: 'AKIA',
      day: '20260131',
      region: 'us-east-1',
      service: 'sqs',
      scope: '20260131/us-east-1/sqs/aws4_request',
      signedHeaders: ['host'],
      signature: 'abc',
      date,
      time: NOW,
      expires: 900,
    });
    expect(inQuery({ ...linked, 'X-Amz-Security-Token': 'to%2Fken' }).sessionToken).toBe('to/ken');
  });

  test.each(['0', '604800'])('may be good for %s seconds', (seconds) => {
    expect(inQuery({ ...linked, 'X-Amz-Expires': seconds }).expires).toBe(Number(seconds));
  });

  test.each<readonly [name: string, value: string | undefined, message: string]>([
    ...Object.keys(linked)
      .filter((name) => name !== 'X-Amz-Signature')
      .flatMap((name) => [undefined, ''].map((value) => [name, value, LACKS_PARTS] as const)),
    ['X-Amz-Signature', undefined, LACKS_PARTS],
    ['X-Amz-Signature', '', LACKS_PARTS],
    ['X-Amz-Algorithm', 'AWS4', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'],
    ['X-Amz-Expires', 'soon', 'X-Amz-Expires should be a number'],
    ['X-Amz-Expires', '1.5', 'X-Amz-Expires should be a number'],
    ['X-Amz-Expires', '-1', 'X-Amz-Expires must be non-negative'],
    [
      'X-Amz-Expires',
      '604801',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ],
  ])('with %s %j is incomplete: %s', (name, value, message) => {
    expect(() => inQuery({ ...linked, [name]: value })).toThrow(
      expect.objectContaining({ code: 'AuthorizationQueryParametersError', message }),
    );
  });
});

test('a link to another service that lacks a part of its signature names the part', () => {
  expect(() => inQuery({ ...linked, 'X-Amz-Date': undefined }, 'query')).toThrow(
    expect.objectContaining({
      code: 'IncompleteSignature',
      message: 'Query-string authentication requires the X-Amz-Date parameter.',
    }),
  );
});

describe('Signature Version 2', () => {
  const refused = expect.objectContaining({
    code: 'InvalidRequest',
    status: 400,
    message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  });
  const link = 'AWSAccessKeyId=AKIA&Signature=abc%3D&Expires=1769860800';

  test('is refused by S3 in a link and in the header', () => {
    expect(() => readAuthentication(request({}, link), 's3')).toThrow(refused);
    expect(() => readAuthentication(request({ authorization: 'AWS AKIA:abc=' }), 's3')).toThrow(refused);
  });

  test.each(['AWSAccessKeyId=AKIA&Expires=1', 'Signature=abc', 'x=1&Expires=1&Signature=abc'])(
    'is not even that in a link with %s',
    (query) => {
      expect(() => readAuthentication(request({}, query), 's3')).toThrow(
        expect.objectContaining({
          code: 'AccessDenied',
          message:
            'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
        }),
      );
    },
  );

  test('is not what another service looks for', () => {
    expect(() => readAuthentication(request({}, link), 'query')).toThrow(
      expect.objectContaining({ code: 'MissingAuthenticationToken' }),
    );
  });
});

test('a request without a signature is refused', () => {
  expect(() => readAuthentication(request({}, 'X-Amz-Date=1'), 'json')).toThrow(
    expect.objectContaining({ code: 'MissingAuthenticationTokenException' }),
  );
});

test.each([
  ['20260131T120000Z', NOW],
  ['20261231T235959Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
  ['20260131T120000', undefined],
  ['x20260131T120000Z', undefined],
  ['20260131T120000Zx', undefined],
  ['2026-01-31T12:00:00Z', undefined],
  ['202601T120000Z', undefined],
  ['', undefined],
])('the time of %s is %s', (text, time) => {
  expect(timeOf(text)).toBe(time);
});
