import { describe, expect, test } from 'vitest';
import { problemOfInput } from './input-shape.ts';

const putItem = (input: unknown) => problemOfInput('dynamodb', 'PutItem', input);
const item = { TableName: 't', Item: { pk: { S: 'a' } } };

describe('an input of the right shape', () => {
  test.each([
    ['dynamodb', 'PutItem', item],
    ['dynamodb', 'PutItem', { ...item, Other: 1, ReturnValues: null }],
    ['dynamodb', 'PutItem', { ...item, Item: { pk: { B: 'YWJj' }, n: { L: [{ BOOL: true }] } } }],
    ['sqs', 'ReceiveMessage', { QueueUrl: 'q', MaxNumberOfMessages: 10 }],
    // Protocols of text have numbers and truth values as text.
    ['sqs', 'ReceiveMessage', { QueueUrl: 'q', MaxNumberOfMessages: '10' }],
    ['cloudwatch', 'PutMetricAlarm', alarm({ ActionsEnabled: 'true' })],
    ['cloudwatch', 'PutMetricAlarm', alarm({ ActionsEnabled: 'false' })],
    ['cloudwatch', 'PutMetricAlarm', alarm({ ActionsEnabled: false })],
    ['cloudwatch', 'GetMetricData', { MetricDataQueries: [], StartTime: 0, EndTime: 1 }],
    ['dynamodb', 'NoSuchOperation', 1],
    ['nosuchservice', 'PutItem', 1],
    ['constructor', 'PutItem', 1],
  ])('of %s %s %j has no problem', (service, operation, input) => {
    expect(problemOfInput(service, operation, input)).toBeUndefined();
  });
});

function alarm(more: object): object {
  return { AlarmName: 'a', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', ...more };
}

describe('an input of another shape', () => {
  test.each([
    [[], 'The input must be a structure, and is a list.'],
    [null, 'The input must be a structure, and is null.'],
    ['text', 'The input must be a structure, and is string.'],
    [{ ...item, TableName: 1 }, 'TableName must be a string, and is number.'],
    [{ ...item, Item: [] }, 'Item must be a map, and is a list.'],
    [{ ...item, Item: { pk: 'a' } }, 'Item.pk must be a structure, and is string.'],
    [{ ...item, Item: { pk: { S: {} } } }, 'Item.pk.S must be a string, and is object.'],
    [{ ...item, Item: { pk: { BOOL: 'yes' } } }, 'Item.pk.BOOL must be a boolean, and is string.'],
    [{ ...item, Item: { pk: { L: 'a' } } }, 'Item.pk.L must be a list, and is string.'],
    [
      { ...item, Item: { pk: { L: [{ S: 'a' }, { S: true }] } } },
      'Item.pk.L[1].S must be a string, and is boolean.',
    ],
  ])('such as %j is named', (input, message) => {
    expect(putItem(input)).toMatchObject({ code: 'SerializationException', message });
  });

  test.each(['ten', '', ' ', true, [], Number.NaN])(
    'such as the number %j is named',
    (MaxNumberOfMessages) => {
      const problem = problemOfInput('sqs', 'ReceiveMessage', { QueueUrl: 'q', MaxNumberOfMessages });
      expect(problem).toMatchObject({
        code: 'SerializationException',
        message: expect.stringContaining('MaxNumberOfMessages must be a number, and is '),
      });
    },
  );
});

describe('a required member that is absent', () => {
  test.each([{}, { TableName: null }, { TableName: undefined }])('from %j fails validation', (input) => {
    expect(putItem({ Item: {}, ...input })).toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'TableName' failed to satisfy constraint: Member must not be null",
    });
  });

  test('is not the member that an object has of itself', () => {
    expect(putItem(Object.create({ TableName: 't', Item: {} }))).toMatchObject({
      code: 'ValidationException',
    });
  });

  test.each([
    ['sqs', 'SendMessage', { MessageBody: 'a' }, 'QueueUrl'],
    ['iam', 'GetRole', {}, 'RoleName'],
    ['sts', 'AssumeRole', { RoleArn: 'a' }, 'RoleSessionName'],
    ['cloudwatch', 'PutDashboard', { DashboardBody: '{}' }, 'DashboardName'],
  ])('is a missing parameter to %s', (service, operation, input, name) => {
    expect(problemOfInput(service, operation, input)).toMatchObject({
      code: 'MissingParameter',
      message: `The request must contain the parameter ${name}.`,
    });
  });
});

test.each([
  ['apigatewayv2', 'GetApi'],
  ['cloudwatch', 'PutDashboard'],
  ['cloudwatchlogs', 'CreateLogGroup'],
  ['cognitoidentityprovider', 'InitiateAuth'],
  ['dynamodb', 'PutItem'],
  ['iam', 'GetRole'],
  ['kms', 'DescribeKey'],
  ['lambda', 'GetFunction'],
  ['scheduler', 'GetSchedule'],
  ['sfn', 'StartExecution'],
  ['sqs', 'SendMessage'],
  ['sts', 'AssumeRole'],
  ['xray', 'GetTraceSummaries'],
])("the SDK's model of %s is known", (service, operation) => {
  expect(problemOfInput(service, operation, 1)?.message).toContain('The input must be a structure');
});
