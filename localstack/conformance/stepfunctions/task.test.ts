import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type HistoryEvent,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { skipElsewhere } from '../../testing/backend.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { machine, only, type Ran, secondsOf, startWorkflows } from './support.ts';

const workflows = await startWorkflows('dynamodb');
const { sfn } = workflows;
const dynamodb = workflows.aws.client(DynamoDBClient);
const TableName = uniqueName('approvals');
afterAll(() => workflows[Symbol.asyncDispose]());
beforeAll(async () => {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
});

/** Writes the task's token on an item, as an approval does, and waits for it to come back. */
const waiting = (extra: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
  Arguments: {
    TableName,
    Key: { id: { S: '{% $states.context.Execution.Name %}' } },
    UpdateExpression: 'SET waiting = :token',
    ExpressionAttributeValues: { ':token': { S: '{% $states.context.Task.Token %}' } },
  },
  ...extra,
});

async function tokenOf(arn: string): Promise<string> {
  await workflows.advance(0);
  const name = arn.split(':')[7] as string;
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: name } } }));
  return Item?.waiting?.S as string;
}

const details = (ran: Ran, type: string) => {
  const event = ran.events.find((candidate) => candidate.type === type) as HistoryEvent;
  const member = Object.keys(event).find((key) => key.endsWith('EventDetails')) as keyof HistoryEvent;
  return event[member] as Record<string, unknown>;
};

describe('A service integration', () => {
  const item = { id: { S: 'direct' }, total: { N: '7' } };

  it('of dynamodb answers as the API does, and how the answer travelled', async () => {
    const put = {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Arguments: { TableName, Item: item },
    };
    const ran = await workflows.run(only(put));
    expect(ran.output).toMatchObject({ SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: {} });
    expect(ran.types.slice(2, 5)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSucceeded']);
    expect(details(ran, 'TaskScheduled')).toMatchObject({
      resource: 'putItem',
      resourceType: 'dynamodb',
      region: 'us-east-1',
    });
  });

  it("of aws-sdk:dynamodb answers the API's answer alone", async () => {
    const resource = (action: string) => `arn:aws:states:::aws-sdk:dynamodb:${action}`;
    const ran = await workflows.run(
      machine({
        Put: {
          Type: 'Task',
          Resource: resource('putItem'),
          Arguments: { TableName, Item: item },
          Next: 'Get',
        },
        Get: {
          Type: 'Task',
          Resource: resource('getItem'),
          Arguments: { TableName, Key: { id: { S: 'direct' } } },
          Output: '{% $states.result %}',
          End: true,
        },
      }),
    );
    expect(ran.output).toEqual({ Item: item });
    expect(details(ran, 'TaskScheduled')).toMatchObject({
      resource: 'putItem',
      resourceType: 'aws-sdk:dynamodb',
    });
  });

  test.for([
    {
      resource: 'dynamodb:putItem',
      error: 'DynamoDB.ConditionalCheckFailedException',
      cause:
        /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: [\w-]+; Proxy: null\)$/,
    },
    {
      resource: 'aws-sdk:dynamodb:putItem',
      error: 'DynamoDb.ConditionalCheckFailedException',
      cause: /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [\w-]+\)$/,
    },
  ])('words its errors as AWS does through $resource', async ({ resource, error, cause }) => {
    const Arguments = { TableName, Item: item, ConditionExpression: 'attribute_exists(nothing)' };
    const ran = await workflows.run(
      only({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments }),
    );
    expect(ran.error).toBe(error);
    expect(ran.cause).toMatch(cause);
  });

  it('of aws-sdk:sfn speaks PascalCase in both directions', async () => {
    const target = await workflows.create(only({ Type: 'Pass', Output: 1 }));
    const ran = await workflows.run(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:describeStateMachine',
        Arguments: { StateMachineArn: target },
        Output: '{% [$states.result.StateMachineArn, $states.result.Status] %}',
      }),
    );
    expect(ran.output).toEqual([target, 'ACTIVE']);
  });

  it('names an operation that the service does not have', async () => {
    skipElsewhere('a limit of the embedded AWS');
    const resource = 'arn:aws:states:::aws-sdk:dynamodb:exportTableToPointInTime';
    const ran = await workflows.run(only({ Type: 'Task', Resource: resource, Arguments: {} }));
    expect(ran.cause).toContain('ExportTableToPointInTime');
  });

  it('of states:startExecution.sync:2 waits for the execution that it starts', async () => {
    const child = await workflows.create(
      machine({
        Rest: { Type: 'Wait', Seconds: 60, Next: 'Sum' },
        Sum: { Type: 'Pass', Output: { n: 2 }, End: true },
      }),
    );
    const resource = 'arn:aws:states:::states:startExecution.sync:2';
    const state = {
      Type: 'Task',
      Resource: resource,
      Arguments: { StateMachineArn: child, Input: { a: 1 } },
    };
    const ran = await workflows.run(only({ ...state, Output: '{% $states.result.Output.n %}' }), {}, 60);
    expect(ran.output).toBe(2);
    expect(secondsOf(ran, 'TaskSubmitted')).toEqual([0]);
    expect(secondsOf(ran, 'TaskSucceeded')).toEqual([60]);
  });
});

describe('A task token', () => {
  it('finishes the task with the output that is sent with it', async () => {
    const arn = await workflows.start(only(waiting({ Output: '{% $states.result.decision %}' })));
    const taskToken = await tokenOf(arn);
    expect((await workflows.inspect(arn)).types.slice(2)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
    ]);
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"decision":"approved"}' }));
    await workflows.advance(0);
    expect(await workflows.inspect(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'approved' });
  });

  it('fails the task with the error that is sent with it', async () => {
    const caught = { ErrorEquals: ['Rejected'], Next: 'Caught', Output: '{% $states.errorOutput %}' };
    const arn = await workflows.start(
      machine({ Ask: waiting({ Catch: [caught], End: true }), Caught: { Type: 'Succeed' } }),
    );
    const taskToken = await tokenOf(arn);
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Rejected', cause: 'no receipt' }));
    await workflows.advance(0);
    const ran = await workflows.inspect(arn);
    expect(ran.output).toEqual({ Error: 'Rejected', Cause: 'no receipt' });
    expect(details(ran, 'TaskFailed')).toEqual({
      error: 'Rejected',
      cause: 'no receipt',
      resource: 'updateItem.waitForTaskToken',
      resourceType: 'aws-sdk:dynamodb',
    });
  });

  it('is good once: afterwards it is said to have timed out', async () => {
    const arn = await workflows.start(only(waiting()));
    const taskToken = await tokenOf(arn);
    const decide = () => sfn.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    const results = await Promise.allSettled([decide(), decide(), decide()]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(decide()).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('may come back before the call that hands it out has answered', async () => {
    const queue = await startWorkflows('sqs');
    await using _ = queue;
    const { context } = queue.aws;
    const call = (service: string, operation: string, input: object) =>
      context.call<Record<string, unknown>>(service, operation, input, context.root);
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'questions' });
    const arn = await queue.start(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { QueueUrl, MessageBody: { token: '{% $states.context.Task.Token %}' } },
      }),
    );
    const received = await call('sqs', 'ReceiveMessage', { QueueUrl });
    const [message] = received.Messages as { Body: string }[];
    const taskToken = JSON.parse(message?.Body as string).token;
    await call('sfn', 'SendTaskSuccess', { taskToken, output: '"quick"' });
    await queue.advance(0);
    const ran = await queue.inspect(arn);
    expect(ran.output).toBe('quick');
    expect(ran.types.slice(3, 6)).toEqual(['TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  it('that was never issued is invalid', async () => {
    const sent = sfn.send(new SendTaskSuccessCommand({ taskToken: 'AQB8AAAAKgAAAAMAAAAA', output: '1' }));
    await expect(sent).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('comes with JSON or not at all', async () => {
    const arn = await workflows.start(only(waiting()));
    const taskToken = await tokenOf(arn);
    const sent = sfn.send(new SendTaskSuccessCommand({ taskToken, output: 'approved' }));
    await expect(sent).rejects.toMatchObject({ name: 'InvalidOutput' });
    expect((await workflows.describe(arn)).status).toBe('RUNNING');
  });
});

describe('TimeoutSeconds', () => {
  it('ends a task that waits too long with States.Timeout, and no cause', async () => {
    const ran = await workflows.run(only(waiting({ TimeoutSeconds: 30 })), {}, 60);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    expect(ran.types.slice(-3)).toEqual(['TaskSubmitted', 'TaskTimedOut', 'ExecutionFailed']);
    expect(secondsOf(ran, 'TaskTimedOut')).toEqual([30]);
    expect(details(ran, 'TaskScheduled')).toMatchObject({ timeoutInSeconds: 30 });
  });

  it('can be an expression, and be caught', async () => {
    const timeout = { TimeoutSeconds: '{% $states.input.days * 86400 %}' };
    const state = waiting({
      ...timeout,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Escalate' }],
      End: true,
    });
    const definition = machine({ Ask: state, Escalate: { Type: 'Pass', Output: 'escalated', End: true } });
    const arn = await workflows.start(definition, { days: 3 });
    await workflows.advance(3 * 86_400 - 1);
    expect((await workflows.describe(arn)).status).toBe('RUNNING');
    await workflows.advance(1);
    expect(await workflows.inspect(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'escalated' });
  });

  it('makes the token useless', async () => {
    const arn = await workflows.start(only(waiting({ TimeoutSeconds: 5 })));
    const taskToken = await tokenOf(arn);
    await workflows.advance(5);
    const sent = sfn.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(sent).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('is not caught as States.TaskFailed', async () => {
    const state = waiting({
      TimeoutSeconds: 1,
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }],
      End: true,
    });
    const ran = await workflows.run(machine({ Try: state, Caught: { Type: 'Succeed' } }), {}, 1);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });
});

describe('HeartbeatSeconds', () => {
  it('ends a task from which nothing is heard, long before its timeout', async () => {
    const ran = await workflows.run(only(waiting({ TimeoutSeconds: 600, HeartbeatSeconds: 10 })), {}, 20);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(secondsOf(ran, 'TaskTimedOut')).toEqual([10]);
  });

  it('is put off by each heartbeat', async () => {
    const arn = await workflows.start(only(waiting({ TimeoutSeconds: 600, HeartbeatSeconds: 10 })));
    const taskToken = await tokenOf(arn);
    for (let beat = 0; beat < 3; beat++) {
      await workflows.advance(8);
      await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    expect((await workflows.describe(arn)).status).toBe('RUNNING');
    await workflows.advance(10);
    expect(secondsOf(await workflows.inspect(arn), 'TaskTimedOut')).toEqual([34]);
  });

  it('does not put off the timeout', async () => {
    const arn = await workflows.start(only(waiting({ TimeoutSeconds: 15, HeartbeatSeconds: 10 })));
    const taskToken = await tokenOf(arn);
    await workflows.advance(8);
    await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    await workflows.advance(7);
    expect((await workflows.describe(arn)).status).toBe('FAILED');
  });

  it('is caught as States.HeartbeatTimeout too', async () => {
    const state = waiting({
      HeartbeatSeconds: 10,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Quiet' }],
      End: true,
    });
    const ran = await workflows.run(machine({ Ask: state, Quiet: { Type: 'Succeed' } }), {}, 10);
    expect(ran.status).toBe('SUCCEEDED');
  });
});
