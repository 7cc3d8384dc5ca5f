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
    expect(() => queryCodec.parse(aRequest('A=1'), sqs)).toThrow(
      expect.objectContaining({ code: 'MissingAction' }),
    );
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
