import { describe, expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { queryCodec } from './query.ts';
import { parseXml } from './xml.ts';

/** A service whose operations are written for JSON, and which older callers speak to by forms. */
const serviceOf = (name: string): Service => ({
  name,
  signingName: name,
  protocols: ['json-1.0', 'query'],
  operations: {},
  authorization: {},
});

function inputOf(service: string, body: string): Record<string, unknown> {
  const request: AwsRequest = {
    method: 'POST',
    path: '/',
    query: '',
    headers: {},
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
  };
  return queryCodec.parse(request, serviceOf(service)).input();
}

describe('a form, by the shape of its operation', () => {
  test.each<[string, string, string, object]>([
    [
      'numbers and text',
      'sqs',
      'Action=SendMessage&QueueUrl=q&MessageBody=5&DelaySeconds=5',
      { QueueUrl: 'q', MessageBody: '5', DelaySeconds: 5 },
    ],
    [
      'flattened lists under their JSON name',
      'sqs',
      'Action=GetQueueAttributes&QueueUrl=q&AttributeName.2=b&AttributeName.10=c&AttributeName.1=a',
      { QueueUrl: 'q', AttributeNames: ['a', 'b', 'c'] },
    ],
    [
      'flattened maps',
      'sqs',
      'Action=CreateQueue&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=k&Tag.1.Value=v',
      { QueueName: 'q', Attributes: { DelaySeconds: '5' }, tags: { k: 'v' } },
    ],
    [
      'structures in maps, with bytes as base64',
      'sqs',
      'Action=SendMessage&QueueUrl=q&MessageBody=m&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=Binary&MessageAttribute.1.Value.BinaryValue=AQI%3D',
      {
        QueueUrl: 'q',
        MessageBody: 'm',
        MessageAttributes: { a: { DataType: 'Binary', BinaryValue: 'AQI=' } },
      },
    ],
    [
      'structures in lists',
      'sqs',
      'Action=SendMessageBatch&QueueUrl=q&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=b',
      { QueueUrl: 'q', Entries: [{ Id: 'a', MessageBody: 'b' }] },
    ],
    [
      'lists of members, with numbers and times',
      'cloudwatch',
      'Action=PutMetricData&Namespace=N&MetricData.member.1.MetricName=M&MetricData.member.1.Value=3.5&MetricData.member.1.Timestamp=1970-01-01T00:00:10Z&MetricData.member.1.Values.member.1=1',
      { Namespace: 'N', MetricData: [{ MetricName: 'M', Value: 3.5, Timestamp: 10, Values: [1] }] },
    ],
    [
      'truth values, as any language writes them',
      'cloudwatch',
      'Action=PutMetricAlarm&AlarmName=a&ActionsEnabled=False',
      { AlarmName: 'a', ActionsEnabled: false },
    ],
    ['an empty list', 'cloudwatch', 'Action=DescribeAlarms&AlarmNames=', { AlarmNames: [] }],
    ['nothing that the operation does not have', 'sqs', 'Action=ListQueues&Other=1', {}],
  ])('carries %s', (_, service, body, expected) => {
    expect(inputOf(service, body)).toEqual(expected);
  });

  test.each([
    ['a number that is none', 'sqs', 'Action=SendMessage&DelaySeconds=soon', 'DelaySeconds'],
    ['a number that is empty', 'sqs', 'Action=SendMessage&DelaySeconds=', 'DelaySeconds'],
    [
      'a truth value that is none',
      'cloudwatch',
      'Action=PutMetricAlarm&ActionsEnabled=yes',
      'ActionsEnabled',
    ],
    ['a time that is none', 'cloudwatch', 'Action=GetMetricStatistics&StartTime=soon', 'StartTime'],
    ['a map without a value', 'sqs', 'Action=CreateQueue&Attribute.1.Name=a', 'Attributes'],
    ['a structure in place of a text', 'sqs', 'Action=CreateQueue&QueueName.a=b', 'QueueName'],
  ])('refuses %s by its name', (_, service, body, name) => {
    expect(() => inputOf(service, body)).toThrow(
      expect.objectContaining({
        code: 'MalformedInput',
        message: `The parameter ${name} is not of its type.`,
      }),
    );
  });

  test('is text where no client of the SDK knows the operation', () => {
    expect(inputOf('sqs', 'Action=Unknown&L.member.1=1')).toEqual({ L: ['1'] });
  });
});

describe('an answer, by the shape of its operation', () => {
  const answered = (service: string, operation: string, output: object) => {
    const { body } = queryCodec.respond(serviceOf(service), operation, output, 'request-1');
    const root = parseXml(String(body))[`${operation}Response`] as Record<string, unknown>;
    return root[`${operation}Result`];
  };

  test('repeats the elements of flattened lists and maps', () => {
    const Messages = [
      { Body: 'a', Attributes: { SenderId: 'x', SentTimestamp: '1' } },
      { Body: 'b', MessageAttributes: { n: { DataType: 'Number', StringValue: '1' } } },
    ];
    expect(answered('sqs', 'ReceiveMessage', { Messages })).toEqual({
      Message: [
        {
          Body: 'a',
          Attribute: [
            { Name: 'SenderId', Value: 'x' },
            { Name: 'SentTimestamp', Value: '1' },
          ],
        },
        {
          Body: 'b',
          MessageAttribute: { Name: 'n', Value: { DataType: 'Number', StringValue: '1' } },
        },
      ],
    });
  });

  test('has other lists as members, and times as ISO 8601', () => {
    const output = { Label: 'M', Datapoints: [{ Timestamp: 10, Sum: 3 }, { Timestamp: new Date(20_000) }] };
    expect(answered('cloudwatch', 'GetMetricStatistics', output)).toEqual({
      Label: 'M',
      Datapoints: {
        member: [{ Timestamp: '1970-01-01T00:00:10Z', Sum: '3' }, { Timestamp: '1970-01-01T00:00:20Z' }],
      },
    });
  });

  test('leaves out what is absent', () => {
    expect(answered('sqs', 'ReceiveMessage', { Messages: undefined })).toBe('');
  });
});
