import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import { startWorkflows } from './support.ts';

const workflows = await startWorkflows();
const { sfn } = workflows;
afterAll(() => workflows[Symbol.asyncDispose]());

const processor = (state: object) => ({
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  StartAt: 'Each',
  States: { Each: state },
});
const PASS = { Type: 'Pass', End: true };
const WAIT = { Type: 'Wait', Seconds: 10, End: true };
/** Fails for items below zero. */
const CHECK = {
  ...processor({
    Type: 'Choice',
    Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'Bad' }],
    Default: 'Good',
  }),
};
const CHECKING = {
  ...CHECK,
  States: { ...CHECK.States, Bad: { Type: 'Fail', Error: 'Negative' }, Good: { Type: 'Succeed' } },
};
const map = (fields: object) => ({ StartAt: 'It', States: { It: { Type: 'Map', End: true, ...fields } } });

async function runOf(executionArn: string) {
  const { mapRuns } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns?.[0]?.mapRunArn as string;
  return sfn.send(new DescribeMapRunCommand({ mapRunArn }));
}

describe('A Distributed Map', () => {
  it('runs an execution of its own for each item, and keeps their order', async () => {
    const ran = await workflows.run(
      map({ ItemProcessor: processor(PASS), Label: 'items', ItemSelector: { 'n.$': '$$.Map.Item.Value' } }),
      [3, 1, 2],
    );
    expect(ran.output).toEqual([{ n: 3 }, { n: 1 }, { n: 2 }]);
    expect(ran.types).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    const run = await runOf(ran.arn);
    expect(run).toMatchObject({ executionArn: ran.arn, status: 'SUCCEEDED', maxConcurrency: 0 });
    expect(run.itemCounts).toMatchObject({ total: 3, succeeded: 3, resultsWritten: 3, running: 0 });
    const { executions } = await sfn.send(new ListExecutionsCommand({ mapRunArn: run.mapRunArn as string }));
    expect(executions).toHaveLength(3);
    expect(executions?.[0]).toMatchObject({ mapRunArn: run.mapRunArn, itemCount: 1, status: 'SUCCEEDED' });
    const child = await sfn.send(
      new DescribeExecutionCommand({ executionArn: executions?.[0]?.executionArn as string }),
    );
    expect(child.input).toBe('{"n":2}');
    expect(child.stateMachineArn).toMatch(/:stateMachine:[\w-]+\/items$/);
  });

  it('puts items together as ItemBatcher says', async () => {
    const ran = await workflows.run(
      map({
        ItemsPath: '$.items',
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'of.$': '$.of' } },
        ItemProcessor: processor(PASS),
      }),
      { items: [1, 2, 3], of: 'x' },
    );
    expect(ran.output).toEqual([
      { BatchInput: { of: 'x' }, Items: [1, 2] },
      { BatchInput: { of: 'x' }, Items: [3] },
    ]);
    expect((await runOf(ran.arn)).executionCounts).toMatchObject({ total: 2, succeeded: 2 });
  });

  it('makes no batch longer than its input may be in bytes', async () => {
    const batcher = { MaxInputBytesPerBatch: 30 };
    const ran = await workflows.run(map({ ItemBatcher: batcher, ItemProcessor: processor(PASS) }), [
      'a'.repeat(10),
      'b'.repeat(10),
      'c'.repeat(40),
    ]);
    expect((ran.output as { Items: string[] }[]).map(({ Items }) => Items.length)).toEqual([2, 1]);
  });

  it('fails with the first failure where none is tolerated', async () => {
    const ran = await workflows.run(map({ ItemProcessor: CHECKING }), [1, -1, 2]);
    expect(ran).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(ran.types.slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
    expect(await runOf(ran.arn)).toMatchObject({ status: 'FAILED' });
  });

  it('goes on after as many failures as it tolerates, and leaves them out', async () => {
    const tolerating = (fields: object) => map({ ItemProcessor: CHECKING, ItemsPath: '$.items', ...fields });
    const items = [1, -1, 2, -2];
    const byCount = await workflows.run(tolerating({ ToleratedFailureCount: 2 }), { items });
    expect(byCount.output).toEqual([1, 2]);
    const byShare = await workflows.run(tolerating({ ToleratedFailurePercentagePath: '$.share' }), {
      items,
      share: 49.5,
    });
    expect(byShare.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('starts no more at a time than MaxConcurrency says, which can be changed while it runs', async () => {
    const arn = await workflows.start(
      map({ MaxConcurrency: 1, ItemProcessor: processor(WAIT) }),
      [1, 2, 3, 4],
    );
    await workflows.advance(0);
    const run = await runOf(arn);
    expect(run.itemCounts).toMatchObject({ running: 1, pending: 3 });
    await sfn.send(new UpdateMapRunCommand({ mapRunArn: run.mapRunArn as string, maxConcurrency: 3 }));
    await workflows.advance(0);
    expect((await runOf(arn)).itemCounts).toMatchObject({ running: 3, pending: 1 });
    await workflows.advance(20);
    expect((await workflows.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('stops its executions when its own is stopped', async () => {
    const arn = await workflows.start(map({ ItemProcessor: processor(WAIT) }), [1, 2]);
    await workflows.advance(0);
    await sfn.send(new StopExecutionCommand({ executionArn: arn }));
    const run = await runOf(arn);
    expect(run).toMatchObject({ status: 'ABORTED' });
    expect(run.itemCounts).toMatchObject({ aborted: 2, running: 0 });
  });

  it('sees no variables of the workflow, and has its own', async () => {
    const ran = await workflows.run(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Assign: { n: 'outer' }, Next: 'It' },
          It: {
            Type: 'Map',
            End: true,
            ItemProcessor: {
              ...processor({ Type: 'Pass', Assign: { n: 'inner' }, Next: 'Last' }),
              States: {
                Each: { Type: 'Pass', Assign: { n: 'inner' }, Next: 'Last' },
                Last: { Type: 'Pass', Parameters: { 'n.$': '$n' }, End: true },
              },
            },
          },
        },
      },
      [1],
    );
    expect(ran.output).toEqual([{ n: 'inner' }]);
  });

  it('takes no items and succeeds', async () => {
    expect((await workflows.run(map({ ItemProcessor: processor(PASS) }), [])).output).toEqual([]);
  });

  it('is refused without the type of its executions, and its fields without it', async () => {
    const { ProcessorConfig: _, ...inline } = processor(PASS);
    const untyped = { ...inline, ProcessorConfig: { Mode: 'DISTRIBUTED' } };
    await expect(workflows.create(map({ ItemProcessor: untyped }))).rejects.toThrow('ExecutionType');
    await expect(workflows.create(map({ Label: 'a', ItemProcessor: inline }))).rejects.toThrow('Label');
  });
});
