import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  CreateStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
  TestStateCommand,
} from '@aws-sdk/client-sfn';
import {
  CreateQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { packageOf } from '../testing/functions.ts';
import { aRole, clientOf, grant, type PolicyStatement, policyOf, trustOf } from '../testing/roles.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { until } from '../testing/until.ts';

const ACCOUNT = '000000000000';
const LOG_DELIVERY: PolicyStatement = {
  Action: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  Resource: '*',
};

const logged: string[] = [];
let aws: StartedEmbedded;

beforeAll(async () => {
  aws = await startEmbedded({
    services: ['iam', 'lambda', 'sqs', 'sfn', 'scheduler', 'cloudwatchlogs', 'cloudwatch', 's3'],
    log: (message) => logged.push(message),
  });
});

afterAll(() => aws[Symbol.asyncDispose]());

async function aFunction(Role: string, client = aws.client(LambdaClient)): Promise<string> {
  const FunctionName = uniqueName('function');
  const ZipFile = packageOf('export const handler = async () => { console.log("ran"); return "done"; };');
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Role,
      Handler: 'index.handler',
      Code: { ZipFile },
    }),
  );
  return FunctionName;
}

async function aQueue(): Promise<{ url: string; arn: string }> {
  const QueueName = uniqueName('queue');
  const { QueueUrl = '' } = await aws
    .client(SQSClient)
    .send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: '30' } }));
  return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${QueueName}` };
}

const setPolicy = (QueueUrl: string, Policy: string) =>
  aws.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));

describe('the policy of a queue', () => {
  test('lets a role in, and keeps it out whatever its own policies say', async () => {
    const { url, arn } = await aQueue();
    const roleArn = await aRole(aws, []);
    const send = () =>
      clientOf(aws, roleArn, SQSClient).send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
    await expect(send()).rejects.toMatchObject({
      message: expect.stringContaining(
        `is not authorized to perform: sqs:sendmessage on resource: ${arn} because no identity-based policy allows the sqs:sendmessage action`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
    await setPolicy(url, policyOf({ Principal: { AWS: roleArn }, Action: 'sqs:SendMessage', Resource: arn }));
    await send();
    await grant(aws, roleArn, { Action: 'sqs:SendMessage', Resource: arn });
    await setPolicy(url, policyOf({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: arn }));
    await expect(send()).rejects.toThrow('with an explicit deny in a resource-based policy');
  });

  test('is refused where it cannot be enforced, by name', async () => {
    const { url, arn } = await aQueue();
    const Condition = { StringEquals: { 'aws:Colour': 'red' } };
    await expect(
      setPolicy(url, policyOf({ Principal: '*', Action: 'sqs:*', Resource: arn, Condition })),
    ).rejects.toMatchObject({ message: expect.stringContaining('aws:Colour') });
  });

  test('decides about a service, by the resource for which it acts', async () => {
    const { url, arn } = await aQueue();
    const s3 = (bucket: string) => ({
      arn: 's3.amazonaws.com',
      service: 's3.amazonaws.com',
      accountId: ACCOUNT,
      sourceArn: `arn:aws:s3:::${bucket}`,
    });
    const send = (bucket: string) =>
      aws.context.call('sqs', 'SendMessage', { QueueUrl: url, MessageBody: 'x' }, s3(bucket));
    await expect(send('receipts')).rejects.toThrow('because no resource-based policy allows');
    await setPolicy(
      url,
      policyOf({
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: {
          ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::receipts' },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        },
      }),
    );
    await send('receipts');
    await expect(send('other')).rejects.toThrow('is not authorized');
  });
});

describe('a function', () => {
  test('is invoked by who may: a role with the permission, or a service that its policy lets in', async () => {
    const FunctionName = await aFunction(await aRole(aws, []));
    const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${FunctionName}`;
    const caller = await aRole(aws, []);
    const invoke = () => clientOf(aws, caller, LambdaClient).send(new InvokeCommand({ FunctionName }));
    await expect(invoke()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
    await grant(aws, caller, { Action: 'lambda:InvokeFunction', Resource: arn });
    await invoke();
    const cognito = {
      arn: 'cognito-idp.amazonaws.com',
      service: 'cognito-idp.amazonaws.com',
      accountId: ACCOUNT,
    };
    const serve = () => aws.context.call('lambda', 'Invoke', { FunctionName }, cognito);
    await expect(serve()).rejects.toThrow(
      'because no resource-based policy allows the lambda:InvokeFunction action',
    );
    const permission = { StatementId: 'c', Action: 'lambda:InvokeFunction', Principal: cognito.service };
    await aws.client(LambdaClient).send(new AddPermissionCommand({ FunctionName, ...permission }));
    await serve();
  });

  test('is not given a role that Lambda may not take', async () => {
    const roleArn = await aRole(aws, [], trustOf('states.amazonaws.com'));
    await expect(aFunction(roleArn)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });

  test('is made by who may pass its role to Lambda', async () => {
    const role = await aRole(aws, []);
    const deployer = await aRole(aws, [{ Action: 'lambda:CreateFunction', Resource: '*' }]);
    const deploy = () => aFunction(role, clientOf(aws, deployer, LambdaClient));
    await expect(deploy()).rejects.toThrow(`is not authorized to perform: iam:PassRole on resource: ${role}`);
    const passTo = (service: string) =>
      grant(
        aws,
        deployer,
        { Action: 'lambda:CreateFunction', Resource: '*' },
        {
          Action: 'iam:PassRole',
          Resource: role,
          Condition: { StringEquals: { 'iam:PassedToService': service } },
        },
      );
    await passTo('states.amazonaws.com');
    await expect(deploy()).rejects.toThrow('iam:PassRole');
    await passTo('lambda.amazonaws.com');
    await deploy();
  });

  test('runs without the permission to log, but nothing is logged', async () => {
    const role = await aRole(aws, []);
    const FunctionName = await aFunction(role);
    const logGroupName = `/aws/lambda/${FunctionName}`;
    const logs = aws.client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const events = async () => (await logs.send(new FilterLogEventsCommand({ logGroupName }))).events ?? [];
    const run = async () => {
      const { Payload } = await aws.client(LambdaClient).send(new InvokeCommand({ FunctionName }));
      expect(Buffer.from(Payload ?? []).toString()).toBe('"done"');
    };
    await run();
    await until(() => logged.join('\n').includes(`${role} was denied logs:CreateLogStream`));
    expect(await events()).toEqual([]);
    const Resource = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${logGroupName}:*`;
    await grant(aws, role, { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource });
    await run();
    await until(async () => (await events()).some(({ message }) => message?.includes('ran')));
  });

  test('reads a queue only with a role that may', async () => {
    const { arn } = await aQueue();
    const role = await aRole(aws, []);
    const FunctionName = await aFunction(role);
    const map = () =>
      aws
        .client(LambdaClient)
        .send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: arn, Enabled: false }));
    await expect(map()).rejects.toThrow('The provided execution role does not have permissions');
    await grant(aws, role, {
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: arn,
    });
    await map();
  });
});

describe('a state machine', () => {
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Done',
    States: { Done: { Type: 'Succeed' } },
  });

  const logGroupName = '/aws/vendedlogs/states/x';
  beforeAll(() => aws.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName })));

  function create(roleArn: string, client = aws.client(SFNClient)) {
    const logGroupArn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${logGroupName}:*`;
    const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
    const loggingConfiguration = { level: 'ERROR' as const, destinations };
    return client.send(
      new CreateStateMachineCommand({
        name: uniqueName('machine'),
        definition,
        roleArn,
        loggingConfiguration,
      }),
    );
  }

  test('is not given a role that Step Functions may not take', async () => {
    await expect(create(await aRole(aws, [LOG_DELIVERY]))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    });
  });

  test('has no state tested with a role that Step Functions may not take', async () => {
    const roleArn = await aRole(aws, []);
    const state = JSON.stringify({ Type: 'Pass', End: true });
    const tested = aws
      .client(SFNClient, { disableHostPrefix: true })
      .send(new TestStateCommand({ definition: state, roleArn }));
    await expect(tested).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test("is made where the role's trust names the account for which it is taken", async () => {
    const trust = (account: string) =>
      trustOf('states.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account } });
    await create(await aRole(aws, [LOG_DELIVERY], trust(ACCOUNT)));
    await expect(create(await aRole(aws, [LOG_DELIVERY], trust('111111111111')))).rejects.toThrow('Neither');
  });

  test('needs a role that may have its log delivered', async () => {
    await expect(create(await aRole(aws, [], trustOf('states.amazonaws.com')))).rejects.toMatchObject({
      message: 'The state machine IAM Role is not authorized to access the Log Destination',
    });
  });

  test('is started by who may start it, and no other machine', async () => {
    const { stateMachineArn } = await create(
      await aRole(aws, [LOG_DELIVERY], trustOf('states.amazonaws.com')),
    );
    const start = async (Resource: string) => {
      const caller = await aRole(aws, [{ Action: 'states:StartExecution', Resource }]);
      return clientOf(aws, caller, SFNClient).send(new StartExecutionCommand({ stateMachineArn }));
    };
    await start(stateMachineArn ?? '');
    await expect(start(`${stateMachineArn}-2`)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

test('a schedule is not given a role that the scheduler may not take', async () => {
  const { arn } = await aQueue();
  const create = (RoleArn: string) =>
    aws.client(SchedulerClient).send(
      new CreateScheduleCommand({
        Name: uniqueName('schedule'),
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: arn, RoleArn, Input: '{}' },
      }),
    );
  await expect(create(await aRole(aws, []))).rejects.toThrow(
    'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  );
  await create(await aRole(aws, [], trustOf('scheduler.amazonaws.com')));
});

test('a role may not give itself what it was not given', async () => {
  const roleArn = await aRole(aws, []);
  const RoleName = roleArn.split('/').at(-1) ?? '';
  const PolicyDocument = policyOf({ Action: '*', Resource: '*' });
  await expect(
    clientOf(aws, roleArn, IAMClient).send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }),
    ),
  ).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
});

test('messages are moved out of a dead-letter queue by who may also receive and send them', async () => {
  const sqs = aws.client(SQSClient);
  const [dead, source] = [uniqueName('dead'), uniqueName('source')];
  const arn = (name: string) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;
  await sqs.send(new CreateQueueCommand({ QueueName: dead }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn(dead), maxReceiveCount: 1 });
  await sqs.send(new CreateQueueCommand({ QueueName: source, Attributes: { RedrivePolicy } }));
  const actions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  const ofDead = { Action: actions.map((action) => `sqs:${action}`), Resource: arn(dead) };
  const role = await aRole(aws, [ofDead]);
  const move = () =>
    clientOf(aws, role, SQSClient).send(new StartMessageMoveTaskCommand({ SourceArn: arn(dead) }));
  await expect(move()).rejects.toThrow(
    `not authorized to perform: sqs:sendmessage on resource: ${arn(source)}`,
  );
  await grant(aws, role, ofDead, { Action: 'sqs:SendMessage', Resource: arn(source) });
  await expect(move()).resolves.toMatchObject({ TaskHandle: expect.any(String) });
});
