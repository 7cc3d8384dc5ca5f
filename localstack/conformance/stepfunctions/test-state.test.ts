import { TestStateCommand, type TestStateCommandInput } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it, test } from 'vitest';
import { skipElsewhere } from '../../testing/backend.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { until } from '../../testing/until.ts';
import { ROLE, startWorkflows } from './support.ts';

const workflows = await startWorkflows('sqs');
const { sfn, aws } = workflows;
afterAll(() => workflows[Symbol.asyncDispose]());

type Settings = Partial<Omit<TestStateCommandInput, 'definition' | 'input'>>;

async function run(definition: object, input: unknown = {}, settings: Settings = {}) {
  const answer = await sfn.send(
    new TestStateCommand({
      definition: JSON.stringify(definition),
      input: JSON.stringify(input),
      inspectionLevel: 'DEBUG',
      ...settings,
    }),
  );
  const { $metadata: _metadata, inspectionData = {}, output, ...rest } = answer;
  const data = Object.entries(inspectionData).map(([name, value]) => [
    name,
    typeof value === 'string' ? JSON.parse(value) : value,
  ]);
  return {
    ...rest,
    ...(output === undefined ? {} : { output: JSON.parse(output) }),
    inspectionData: Object.fromEntries(data),
  };
}

const failing = (error: string, cause = 'Out of stock'): Settings => ({
  mock: { errorOutput: { error, cause } },
});
const answering = (result: unknown): Settings => ({ mock: { result: JSON.stringify(result) } });

const queue = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
const order = { QueueUrl: 'https://sqs.example/orders', MessageBody: 'a' };

describe('A state tested alone', () => {
  it('hands on its output, and says where it leads', async () => {
    const definition = {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Output: '{% $states.input.n * 2 %}',
      Next: 'Pay',
    };
    const tested = await run(definition, { n: 21 }, { inspectionLevel: 'INFO' });
    expect(tested).toEqual({ status: 'SUCCEEDED', output: 42, nextState: 'Pay', inspectionData: {} });
  });

  it('shows each step of its data in JSONPath', async () => {
    const definition = {
      Type: 'Pass',
      InputPath: '$.order',
      Parameters: { 'id.$': '$.number' },
      ResultPath: '$.made',
      OutputPath: '$.made',
      End: true,
    };
    const input = { order: { number: 7 } };
    const made = { ...input, made: { id: 7 } };
    expect(await run(definition, input)).toEqual({
      status: 'SUCCEEDED',
      output: { id: 7 },
      inspectionData: {
        input,
        afterInputPath: { number: 7 },
        afterParameters: { id: 7 },
        afterResultSelector: { id: 7 },
        afterResultPath: made,
      },
    });
  });

  it('is refused where it is no state', async () => {
    const refused = (definition: string) => sfn.send(new TestStateCommand({ definition }));
    await expect(refused('{')).rejects.toThrow('INVALID_JSON_DESCRIPTION');
    await expect(refused('{"Type":"Loop"}')).rejects.toThrow(
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/StateName/Type",
    );
  });

  it('shows its failure', async () => {
    const tested = await run({ Type: 'Fail', Error: 'Late', Cause: 'Too late' });
    expect(tested).toMatchObject({ status: 'FAILED', error: 'Late', cause: 'Too late' });
  });

  it('reads the variables that it is given, and shows them as it leaves them', async () => {
    const definition = {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Output: '{% $rate * $states.input %}',
      Assign: { total: '{% $rate + 1 %}' },
      End: true,
    };
    const tested = await run(definition, 10, { variables: '{"rate":3}' });
    expect(tested).toMatchObject({ output: 30, inspectionData: { variables: { rate: 3, total: 4 } } });
  });

  it('is found by its name, inside branches and iterations too', async () => {
    const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', Result: 'found', End: true } } };
    const definition = {
      StartAt: 'Outer',
      States: { Outer: { Type: 'Parallel', Branches: [inner], End: true } },
    };
    expect(await run(definition, {}, { stateName: 'Inner' })).toMatchObject({ output: 'found' });
    await expect(run(definition, {}, { stateName: 'Other' })).rejects.toThrow(
      'State not found in definition',
    );
  });

  it('calls services as the role that it is given', async () => {
    const queueUrl = await makeQueue();
    const definition = { ...queue, Parameters: { QueueUrl: queueUrl, 'MessageBody.$': '$.text' } };
    const tested = await run(definition, { text: 'hello' }, { roleArn: ROLE });
    expect(tested).toMatchObject({ status: 'SUCCEEDED', output: { MessageId: expect.any(String) } });
    await expect(run(definition, { text: 'hello' })).rejects.toThrow(
      'RoleArn must be specified when testing a Task state',
    );
  });

  it('lets time pass, but at most five minutes', async () => {
    skipElsewhere('a clock that can be moved');
    const answers = Promise.all([60, 600].map((Seconds) => run({ Type: 'Wait', Seconds, End: true })));
    let isAnswered = false;
    answers.finally(() => {
      isAnswered = true;
    });
    await until(async () => {
      await workflows.advance(100);
      return isAnswered;
    });
    expect(await answers).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'FAILED', error: 'States.Timeout' },
    ]);
  });
});

describe('An error of a tested state', () => {
  const retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 2 }];
  const definition = {
    ...queue,
    Parameters: order,
    Retry: retry,
    Catch: [
      { ErrorEquals: ['Other'], Next: 'A' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'B' },
    ],
  };

  test.for([
    { before: undefined, seconds: 3 },
    { before: 1, seconds: 6 },
  ])('is retried in $seconds seconds after $before retries', async ({ before, seconds }) => {
    const stateConfiguration = before === undefined ? {} : { retrierRetryCount: before };
    expect(await run(definition, {}, { ...failing('Busy'), stateConfiguration })).toMatchObject({
      status: 'RETRIABLE',
      error: 'Busy',
      cause: 'Out of stock',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: seconds } },
    });
  });

  it('is caught once no retry is left', async () => {
    const stateConfiguration = { retrierRetryCount: 2 };
    const tested = await run(definition, { n: 1 }, { ...failing('Busy'), stateConfiguration });
    expect(tested).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'Busy',
      nextState: 'B',
      output: { n: 1, error: { Error: 'Busy', Cause: 'Out of stock' } },
      inspectionData: { errorDetails: { retryIndex: 0, catchIndex: 1 } },
    });
  });
});

describe('A mock', () => {
  it('stands for the call', async () => {
    const tested = await run(
      { ...queue, Parameters: order },
      {},
      answering({ MessageId: 'm', MD5OfMessageBody: 'd' }),
    );
    expect(tested).toMatchObject({
      status: 'SUCCEEDED',
      output: { MessageId: 'm' },
      inspectionData: { afterParameters: order, result: { MessageId: 'm' } },
    });
  });

  it('stands for a service that is not here, for a worker and for who holds a token', async () => {
    const mocked = (Resource: string, Parameters: object, settings: Settings) =>
      run({ Type: 'Task', Resource, Parameters, End: true }, {}, settings);
    const published = await mocked('arn:aws:states:::sns:publish', {}, answering({ MessageId: 'm' }));
    expect(published.output).toEqual({ MessageId: 'm' });
    const worked = await mocked('arn:aws:states:us-east-1:000000000000:activity:pack', {}, answering(7));
    expect(worked.output).toBe(7);
    const approved = await mocked(
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      { 'MessageBody.$': '$$.Task.Token' },
      { ...answering('yes'), context: '{"Task":{"Token":"t-1"}}' },
    );
    expect(approved).toMatchObject({
      output: 'yes',
      inspectionData: { afterParameters: { MessageBody: 't-1' } },
    });
  });

  test.for([
    { result: { ExecutionArn: 'arn' }, words: "Required field 'StartDate' is missing" },
    { result: { ExecutionArn: 7, StartDate: 'd' }, words: "Field 'ExecutionArn' must be a string" },
  ])('is held to the shape of the answer: $words', async ({ result, words }) => {
    const definition = { ...queue, Resource: 'arn:aws:states:::states:startExecution' };
    await expect(run(definition, {}, answering(result))).rejects.toThrow(
      `Mock result schema validation error: ${words}`,
    );
  });

  it('may lack members where only those that are there are checked, and have any where none is', async () => {
    const started = { ...queue, Resource: 'arn:aws:states:::states:startExecution' };
    const mode = (fieldValidationMode: 'PRESENT' | 'NONE', result: unknown) =>
      run(started, {}, { mock: { result: JSON.stringify(result), fieldValidationMode } });
    expect((await mode('PRESENT', {})).output).toEqual({});
    await expect(mode('PRESENT', { StartDate: 1 })).rejects.toThrow("Field 'StartDate' must be a string");
    expect((await mode('NONE', { StartDate: 1 })).output).toEqual({ StartDate: 1 });
  });

  test.for([
    {
      resource: 'aws-sdk:lambda:getFunction',
      result: { Configuration: { MemorySize: 64 } },
      words: "Field 'MemorySize' is less than the minimum value",
    },
    {
      resource: 'aws-sdk:s3:headObject',
      result: { StorageClass: 'CELLAR' },
      words: "Field 'StorageClass' is not an expected value",
    },
    {
      resource: 'aws-sdk:kms:encrypt',
      result: { CiphertextBlob: '' },
      words: "Field 'CiphertextBlob' is smaller than the minimum length",
    },
    {
      resource: 'aws-sdk:dynamodb:query',
      result: { Items: { a: 1 } },
      words: "Field 'Items' must be an array",
    },
  ])('of $resource is refused where $words', async ({ resource, result, words }) => {
    const definition = { ...queue, Resource: `arn:aws:states:::${resource}` };
    await expect(run(definition, {}, answering(result))).rejects.toThrow(words);
  });

  it('may have any key in a map, though it is an enumeration elsewhere', async () => {
    const definition = { ...queue, Resource: 'arn:aws:states:::aws-sdk:lambda:getFunctionConfiguration' };
    const result = { Environment: { Variables: { Runtime: 'mine', Timeout: '0' } } };
    expect((await run(definition, {}, answering(result))).output).toEqual(result);
  });

  test.for([
    {
      what: 'a state that calls nothing',
      definition: { Type: 'Pass', End: true },
      words: "State type 'Pass'",
    },
    { what: 'what is no JSON', definition: queue, mock: { result: '{' }, words: 'must be valid JSON' },
    {
      what: 'an error and a result',
      definition: queue,
      mock: { result: '{}', errorOutput: { error: 'E' } },
      words: 'only one of the following fields: [result, errorOutput]',
    },
  ])('is refused for $what', async ({ definition, mock = { result: '[]' }, words }) => {
    await expect(run(definition, {}, { mock })).rejects.toThrow(words);
  });

  it('of a context object is refused where it has what a context object has not', async () => {
    const context = (value: object) => run(queue, {}, { ...answering({}), context: JSON.stringify(value) });
    await expect(context({ Execution: { Id: 1 } })).rejects.toThrow('Execution.Id must be a string');
    await expect(context({ Weather: {} })).rejects.toThrow("Field 'Weather' is not allowed");
    await expect(context({ Task: { Token: 't' } })).rejects.toThrow(
      "contains 'Task' when state is not a Task",
    );
  });
});

describe('A Map or Parallel', () => {
  const block = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
  const map = { Type: 'Map', ItemsPath: '$.items', ItemProcessor: block, MaxConcurrency: 3, End: true };
  const parallel = { Type: 'Parallel', Branches: [block, block].map(numbered), End: true };

  it('needs a mock', async () => {
    await expect(run(map)).rejects.toThrow('TestState API does not support Map or Parallel states.');
  });

  it('is not run, but its data is processed', async () => {
    const tested = await run(map, { items: [1, 2] }, answering(['one', 'two']));
    expect(tested).toMatchObject({
      status: 'SUCCEEDED',
      output: ['one', 'two'],
      inspectionData: { afterItemsPath: [1, 2], maxConcurrency: 3 },
    });
  });

  it('shows the items as they are selected and batched', async () => {
    const distributed = {
      ...map,
      ItemSelector: { 'n.$': '$$.Map.Item.Value' },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ItemProcessor: { ...block, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    };
    const tested = await run(distributed, { items: [1, 2, 3] }, answering([]));
    expect(tested.inspectionData).toMatchObject({
      afterItemSelector: [{ n: 1 }, { n: 2 }, { n: 3 }],
      afterItemBatcher: [{ Items: [{ n: 1 }, { n: 2 }] }, { Items: [{ n: 3 }] }],
    });
  });

  it('takes what its ItemReader has read', async () => {
    const reading = {
      ...map,
      ItemsPath: undefined,
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } },
      ItemSelector: { 'n.$': '$$.Map.Item.Value' },
      ItemProcessor: { ...block, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    };
    const stateConfiguration = { mapItemReaderData: '[4, 5]' };
    const tested = await run(reading, {}, { ...answering([]), stateConfiguration });
    expect(tested.inspectionData).toMatchObject({ afterItemSelector: [{ n: 4 }, { n: 5 }] });
  });

  it('fails where more iterations have failed than are tolerated', async () => {
    const tolerant = {
      ...map,
      QueryLanguage: 'JSONata',
      ItemsPath: undefined,
      Items: [1, 2],
      ToleratedFailureCount: 1,
    };
    const stateConfiguration = { mapIterationFailureCount: 2 };
    const tested = await run(tolerant, {}, { ...answering([0, 0]), stateConfiguration });
    expect(tested).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  });

  it('answers an array with an item for each branch', async () => {
    expect((await run(parallel, {}, answering([1, 2]))).output).toEqual([1, 2]);
    await expect(run(parallel, {}, answering([1]))).rejects.toThrow('the same number of items');
    await expect(run(parallel, {}, answering(1))).rejects.toThrow('Mocked result must be an array.');
  });
});

const numbered = (_: object, index: number) => ({
  StartAt: `Inner${index}`,
  States: { [`Inner${index}`]: { Type: 'Pass', End: true } },
});

async function makeQueue(): Promise<string> {
  const sqs = aws.client(SQSClient);
  const made = await sqs.send(new CreateQueueCommand({ QueueName: uniqueName('tested') }));
  return made.QueueUrl as string;
}
