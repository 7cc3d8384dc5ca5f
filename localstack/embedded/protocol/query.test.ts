import { describe, expect, test } from 'vitest';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { queryCodec } from './query.ts';
import { parseXml } from './xml.ts';

const sqs: Service = {
  name: 'sqs',
  signingName: 'sqs',
  protocols: ['query'],
  operations: {},
  authorization: {},
};

function aRequest(body: string, query = ''): AwsRequest {
  return { method: 'POST', path: '/', query, headers: {}, body: Buffer.from(body), sourceIp: '127.0.0.1' };
}

const inputOf = (body: string) =>
  queryCodec.parse(aRequest(`Action=Do&Version=2012-11-05&${body}`), sqs).input();

describe('a form', () => {
  test.each([
    ['scalars, as text', 'A=1&B=true&C=a+b%26c', { A: '1', B: 'true', C: 'a b&c' }],
    ['lists of members', 'L.member.1=a&L.member.2=b', { L: ['a', 'b'] }],
    ['lists in the order of their numbers', 'L.member.10=j&L.member.9=i', { L: ['i', 'j'] }],
    ['flattened lists', 'L.1=a&L.2=b', { L: ['a', 'b'] }],
    ['structures in lists', 'T.member.1.Key=k&T.member.1.Value=v', { T: [{ Key: 'k', Value: 'v' }] }],
    [
      'maps',
      'M.entry.1.key=k&M.entry.1.value=v&M.entry.2.key=l&M.entry.2.value=w',
      { M: { k: 'v', l: 'w' } },
    ],
    ['lists of one', 'L.member.1=a', { L: ['a'] }],
    ['numbers as names in lists of many', 'L.member.2=b&L.member.11=k&L.member.1=a', { L: ['a', 'b', 'k'] }],
    ['maps without a value', 'M.entry.1.key=k', { M: { k: undefined } }],
    ['what only begins as a map', 'M.entry=a', { M: { entry: 'a' } }],
    ['a map and more', 'M.entry.1.key=k&M.other=a', { M: { entry: [{ key: 'k' }], other: 'a' } }],
    ['names that are numbers and more', 'S.1=a&S.1x=b', { S: { 1: 'a', '1x': 'b' } }],
    ['a structure in place of a text', 'S=1&S.A=2', { S: { A: '2' } }],
    ['members of members', 'L.member.1.member.1=a', { L: [['a']] }],
    ['structures', 'S.A=1&S.B.C=2', { S: { A: '1', B: { C: '2' } } }],
    [
      'names that objects have of themselves',
      '__proto__.a=1&constructor=2',
      { ['__proto__']: { a: '1' }, constructor: '2' },
    ],
  ])('carries %s', (_, body, expected) => {
    expect(Object.entries(inputOf(body))).toEqual(Object.entries(expected));
  });

  test('names its operation in the query or the body, and must name one', () => {
    expect(queryCodec.parse(aRequest('', 'Action=GetRole'), sqs).operation).toBe('GetRole');
    for (const body of ['A=1', 'Action=']) {
      expect(() => queryCodec.parse(aRequest(body), sqs)).toThrow(
        expect.objectContaining({
          code: 'MissingAction',
          message: 'The request must contain the parameter Action.',
        }),
      );
    }
  });

  test('has the members of its query and of its body', () => {
    const request = aRequest('B=2', 'Action=Do&Version=1&A=1');
    expect(queryCodec.parse(request, sqs).input()).toEqual({ A: '1', B: '2' });
  });
});

describe('an answer', () => {
  test('is XML with members, dates and escaped text', () => {
    const output = {
      Names: ['a', '<b>'],
      At: new Date(0),
      Empty: [],
      Absent: undefined,
      Nested: { Flag: false },
    };
    const { body, headers } = queryCodec.respond(sqs, 'Do', output, 'request-1');
    expect(headers['content-type']).toBe('text/xml');
    expect(body).toContain('<DoResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><DoResult>');
    expect(parseXml(body)).toEqual({
      '?xml': '',
      DoResponse: {
        DoResult: {
          Names: { member: ['a', '<b>'] },
          At: '1970-01-01T00:00:00Z',
          Empty: '',
          Nested: { Flag: 'false' },
        },
        ResponseMetadata: { RequestId: 'request-1' },
      },
    });
  });

  test('has bytes as base64, and null as nothing', () => {
    const { status, headers, body } = queryCodec.respond(
      sqs,
      'Do',
      { Bytes: Buffer.from('abc'), Null: null },
      'request-1',
    );
    expect({ status, headers }).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'request-1' },
    });
    expect(parseXml(body as string)).toMatchObject({ DoResponse: { DoResult: { Bytes: 'YWJj' } } });
    expect(queryCodec.respond(sqs, 'Do', undefined, 'r').body).toContain('<DoResult/>');
  });

  test.each([
    ['iam', 'iam', 'https://iam.amazonaws.com/doc/2010-05-08/'],
    ['sts', 'sts', 'https://sts.amazonaws.com/doc/2011-06-15/'],
    ['sqs', 'sqs', 'http://queue.amazonaws.com/doc/2012-11-05/'],
    ['cloudwatch', 'monitoring', 'http://monitoring.amazonaws.com/doc/2010-08-01/'],
    ['other', 'signed', 'https://signed.amazonaws.com/doc/'],
  ])('of %s is in its namespace', (name, signingName, namespace) => {
    const service = { ...sqs, name, signingName };
    expect(queryCodec.respond(service, 'Do', {}, 'r').body).toContain(`<DoResponse xmlns="${namespace}">`);
    const failure = queryCodec.fail(service, new AwsError('No', 'No.'), 'r').body;
    expect(failure).toContain(`<ErrorResponse xmlns="${namespace}">`);
  });

  test.each([
    [499, 'Sender'],
    [500, 'Receiver'],
  ])('to a failure of status %i blames the %s', (status, blamed) => {
    const failed = queryCodec.fail(sqs, new AwsError('No', 'No.', status, { At: new Date(0) }), 'r');
    expect(failed.status).toBe(status);
    expect(parseXml(failed.body as string)).toMatchObject({
      ErrorResponse: { Error: { Type: blamed, Code: 'No', At: '1970-01-01T00:00:00Z' } },
    });
  });

  test('to a failure says who is to blame, in the old names of SQS', () => {
    const { status, body } = queryCodec.fail(
      sqs,
      new AwsError('QueueDoesNotExist', 'No such queue.'),
      'request-1',
    );
    expect(status).toBe(400);
    expect(parseXml(body)).toMatchObject({
      ErrorResponse: {
        Error: { Type: 'Sender', Code: 'AWS.SimpleQueueService.NonExistentQueue', Message: 'No such queue.' },
        RequestId: 'request-1',
      },
    });
  });
});
