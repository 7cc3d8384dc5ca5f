import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandOutput,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../../testing/backend.ts';
import { startEmbedded } from '../../testing/embedded.ts';
import { until } from '../../testing/until.ts';
import { machine, only, ROLE, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
const { sfn } = workflows;
afterAll(() => workflows[Symbol.asyncDispose]());

const resting = only({ Type: 'Wait', Seconds: 3600 });
const start = (stateMachineArn: string, name?: string, input?: string) =>
  sfn.send(new StartExecutionCommand({ stateMachineArn, ...(name ? { name } : {}), input }));

describe('StartExecution', () => {
  it('answers the running execution of the same name and input', async () => {
    const arn = await workflows.create(resting);
    const first = await start(arn, 'expense-1', '{"a":1}');
    await workflows.advance(10);
    const again = await start(arn, 'expense-1', '{"a":1}');
    expect([again.executionArn, again.startDate]).toEqual([first.executionArn, first.startDate]);
  });

  it('refuses the name with another input, and after the execution has closed', async () => {
    const arn = await workflows.create(resting);
    const { executionArn } = await start(arn, 'expense-2', '{"a":1}');
    const refusal = {
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn}'`,
    };
    await expect(start(arn, 'expense-2', '{"a":2}')).rejects.toMatchObject(refusal);
    await workflows.advance(3600);
    await expect(start(arn, 'expense-2', '{"a":1}')).rejects.toMatchObject(refusal);
  });

  it('lets the name be used again after 90 days', async () => {
    await using own = await startWorkflows();
    const arn = await own.create(only({ Type: 'Pass' }));
    const again = () => own.sfn.send(new StartExecutionCommand({ stateMachineArn: arn, name: 'yearly' }));
    await again();
    await own.advance(91 * 86_400);
    await expect(again()).resolves.toBeDefined();
  });

  it('starts exactly one execution for any number of calls at once', async () => {
    const arn = await workflows.create(resting);
    const started = await Promise.all(Array.from({ length: 20 }, () => start(arn, 'race')));
    expect(new Set(started.map((answer) => answer.executionArn)).size).toBe(1);
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: arn }));
    expect(executions).toHaveLength(1);
  });

  it('refuses what is no JSON, a bad name, and a machine that is not there', async () => {
    const arn = await workflows.create(resting);
    const reason = "Unexpected character ('a' (code 97)): was expecting double-quote to start field name";
    await expect(start(arn, 'x', '{a}')).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: `Invalid State Machine Execution Input: '${reason}'`,
    });
    await expect(start(arn, 'x', '')).rejects.toThrow(
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    );
    await expect(start(arn, 'a b')).rejects.toMatchObject({
      name: 'InvalidName',
      message: "Invalid Name: 'a b'",
    });
    await expect(start(`${arn}x`)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(start('nonsense')).rejects.toMatchObject({ name: 'InvalidArn' });
  });

  it('starts a hundred executions that wait, at once', async () => {
    const arn = await workflows.create(resting);
    await Promise.all(Array.from({ length: 100 }, (_, index) => start(arn, `many-${index}`)));
    await workflows.advance(0);
    const { executions } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: arn, statusFilter: 'RUNNING' }),
    );
    expect(executions).toHaveLength(100);
  });
});

describe('StopExecution', () => {
  it('ends what runs, with the error and cause given', async () => {
    const executionArn = await workflows.start(resting);
    await workflows.advance(0);
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Recalled', cause: 'by its owner' }));
    const ran = await workflows.inspect(executionArn);
    expect(ran).toMatchObject({ status: 'ABORTED', error: 'Recalled', cause: 'by its owner' });
    // Measured on AWS: no event of the state, and the last one follows nothing.
    expect(ran.types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect(ran.events[2]).toMatchObject({
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Recalled', cause: 'by its owner' },
    });
    await workflows.advance(3600);
    expect((await workflows.describe(executionArn)).status).toBe('ABORTED');
  });

  it('changes nothing about an execution that has closed', async () => {
    const { arn, events } = await workflows.run(only({ Type: 'Pass' }));
    const { stopDate } = await workflows.describe(arn);
    const stopped = await sfn.send(new StopExecutionCommand({ executionArn: arn }));
    expect(stopped.stopDate).toEqual(stopDate);
    expect(await workflows.inspect(arn)).toMatchObject({ status: 'SUCCEEDED', events });
  });
});

describe('GetExecutionHistory', () => {
  it('pages, backwards too', async () => {
    const { arn } = await workflows.run(only({ Type: 'Pass' }));
    const read = async (reverseOrder: boolean) => {
      const ids: (number | undefined)[] = [];
      let nextToken: string | undefined;
      do {
        const page = await sfn.send(
          new GetExecutionHistoryCommand({
            executionArn: arn,
            maxResults: 3,
            reverseOrder,
            ...(nextToken ? { nextToken } : {}),
          }),
        );
        ids.push(...(page.events ?? []).map((event) => event.id));
        nextToken = page.nextToken;
      } while (nextToken);
      return ids;
    };
    expect(await read(false)).toEqual([1, 2, 3, 4]);
    expect(await read(true)).toEqual([4, 3, 2, 1]);
  });

  it('leaves the data out when asked to', async () => {
    const { arn } = await workflows.run(only({ Type: 'Pass', Output: 'secret' }));
    const { events } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: arn, includeExecutionData: false }),
    );
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events?.[2]?.stateExitedEventDetails).toEqual({ name: 'State' });
  });

  it('refuses an execution that never was', async () => {
    const { arn } = await workflows.run(only({ Type: 'Pass' }));
    const asked = sfn.send(new GetExecutionHistoryCommand({ executionArn: `${arn}x` }));
    await expect(asked).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${arn}x'`,
    });
  });

  it('ends an execution whose 25,000th event says so', async () => {
    // LocalStack and MiniStack would let it go round for ever; AWS takes minutes.
    skipElsewhere('the speed of the embedded AWS');
    const loop = machine({
      Again: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Round' }], Default: 'End' },
      Round: { Type: 'Pass', Next: 'Again' },
      End: { Type: 'Succeed' },
    });
    const arn = await workflows.start(loop);
    await workflows.advance(0);
    const { status, error, cause } = await workflows.describe(arn);
    const words = 'The execution reached the maximum number of history events (25000).';
    expect([status, error, cause]).toEqual(['FAILED', 'States.Runtime', words]);
    const { events } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 1 }),
    );
    expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
  });
});

describe('ListExecutions', () => {
  it('lists the newest first, by status, page by page', async () => {
    const arn = await workflows.create(resting);
    for (const name of ['a', 'b', 'c']) await start(arn, name);
    await sfn.send(new StopExecutionCommand({ executionArn: (await start(arn, 'd')).executionArn }));
    const list = async (extra: object) =>
      sfn.send(new ListExecutionsCommand({ stateMachineArn: arn, ...extra }));
    const names = (page: ListExecutionsCommandOutput) => page.executions?.map((execution) => execution.name);
    expect(names(await list({}))).toEqual(['d', 'c', 'b', 'a']);
    expect(names(await list({ statusFilter: 'ABORTED' }))).toEqual(['d']);
    const first = await list({ maxResults: 2 });
    await start(arn, 'e');
    expect(names(await list({ maxResults: 2, nextToken: first.nextToken }))).toEqual(['b', 'a']);
    await expect(list({ nextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(list({ statusFilter: 'DONE' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('A running execution', () => {
  it('keeps the definition that it was started with', async () => {
    const arn = await workflows.create(
      machine({
        Rest: { Type: 'Wait', Seconds: 60, Next: 'End' },
        End: { Type: 'Pass', Output: 1, End: true },
      }),
    );
    const { executionArn } = await start(arn, 'old');
    const changed = machine({ End: { Type: 'Pass', Output: 2, End: true } });
    await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn: arn, definition: JSON.stringify(changed) }),
    );
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    await workflows.advance(60);
    expect((await workflows.inspect(executionArn as string)).output).toBe(1);
    const described = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(described.definition).toContain('Rest');
  });
});

describe('An Express state machine', () => {
  it('runs synchronously and answers its output', async () => {
    const stateMachineArn = await workflows.create(only({ Type: 'Pass', Output: '{% $states.input.a %}' }), {
      type: 'EXPRESS',
    });
    const answer = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":[1]}' }));
    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '[1]' });
  });

  it('runs for five minutes at most', async () => {
    skipElsewhere('a clock that can be moved');
    const stateMachineArn = await workflows.create(only({ Type: 'Wait', Seconds: 3600 }), {
      type: 'EXPRESS',
    });
    const answer = sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
    let isAnswered = false;
    answer.finally(() => {
      isAnswered = true;
    });
    await until(async () => {
      await workflows.advance(100);
      return isAnswered;
    });
    expect(await answer).toMatchObject({ status: 'TIMED_OUT' });
  });

  it('keeps nothing of an execution that could be asked for', async () => {
    const stateMachineArn = await workflows.create(only({ Type: 'Pass' }), { type: 'EXPRESS' });
    const { executionArn } = await start(stateMachineArn);
    const words = "Invalid Arn: 'Resource type not valid in this context: express'";
    await expect(workflows.describe(executionArn as string)).rejects.toThrow(words);
    await expect(workflows.history(executionArn as string)).rejects.toThrow(words);
    const listed = sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    await expect(listed).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  });

  it('is the only kind that does', async () => {
    const stateMachineArn = await workflows.create(only({ Type: 'Pass' }));
    const asked = sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
    await expect(asked).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  });
});

describe('Memory', () => {
  it('forgets the oldest closed executions, and their histories before that', async () => {
    await using aws = await startEmbedded({
      services: ['sfn'],
      settings: { sfn: { closedHistories: 2, closedExecutions: 3 } },
    });
    const { context } = aws;
    const call = (operation: string, input: object) => context.call('sfn', operation, input, context.root);
    const definition = JSON.stringify(only({ Type: 'Pass' }));
    const { stateMachineArn } = await call('CreateStateMachine', { name: 'm', roleArn: ROLE, definition });
    const arns: unknown[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      arns.push((await call('StartExecution', { stateMachineArn, name })).executionArn);
      await context.clock.advance(0);
    }
    const isKnown = (operation: string, executionArn: unknown) =>
      call(operation, { executionArn }).then(
        () => true,
        () => false,
      );
    expect(await Promise.all(arns.map((arn) => isKnown('DescribeExecution', arn)))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(await Promise.all(arns.map((arn) => isKnown('GetExecutionHistory', arn)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('CreateStateMachine', () => {
  it('is not confused by two machines of one name', async () => {
    const create = (definition: object) =>
      sfn.send(
        new CreateStateMachineCommand({
          name: 'twice',
          roleArn: ROLE,
          definition: JSON.stringify(definition),
        }),
      );
    const first = await create(resting);
    expect((await create(resting)).creationDate).toEqual(first.creationDate);
    await expect(create(only({ Type: 'Pass' }))).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${first.stateMachineArn}'`,
    });
  });
});
