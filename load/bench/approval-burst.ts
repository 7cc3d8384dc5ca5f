import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { LoadError } from '../errors.ts';
import type { Log } from '../log.ts';
import { callApi } from '../run/http.ts';
import type { LoadTarget } from '../run/target.ts';
import type { LoadUser } from '../shared/plan.ts';
import { residentMiB } from './memory.ts';
import type { Figure } from './results.ts';
import { aPair, enterExpense } from './someone.ts';

const burst = 100;
const waiting = 1_000;
const patienceMs = 30_000;

/** How long 100 approvals take that are started at once until all of them wait, and what 1 000 waiting ones weigh. */
export async function measureApprovalBurst(target: LoadTarget, log: Log): Promise<Figure[]> {
  const { stateMachineArn, processId } = target;
  if (!stateMachineArn) throw new LoadError('target', 'The target does not say its state machine.');
  const { manager, employee } = await aPair(target);
  log(`${burst} approvals at once, then ${waiting} that wait`);
  const entered = await Promise.all(Array.from({ length: burst }, () => enterExpense(target, employee)));
  const submitted = performance.now();
  await Promise.all(entered.map(({ id }) => callApi(target, employee, 'POST', `/expenses/${id}/submit`)));
  await queueHolds(target, manager, burst);
  const submitSeconds = (performance.now() - submitted) / 1000;

  const sfn = new SFNClient({ ...target.aws, maxAttempts: 1 });
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: burst }),
  );
  const inputs = await Promise.all(
    executions.map(async ({ executionArn }) => {
      const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return input;
    }),
  );
  const startAll = async (prefix: string, count: number) => {
    const arns = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const input = inputs[index % inputs.length];
        const name = `${prefix}-${index}`;
        return (await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }))).executionArn;
      }),
    );
    await Promise.all(arns.map((arn) => waits(sfn, arn as string)));
  };
  await startAll('warm', burst);
  const started = performance.now();
  await startAll('burst', burst);
  const startSeconds = (performance.now() - started) / 1000;

  // Growth is read between two equal batches: the first one also pays for what is only ever paid once.
  await startAll('first', waiting);
  const before = await residentMiB(processId);
  for (let batch = 0; batch < 4; batch++) await startAll(`batch-${batch}`, waiting);
  const after = await residentMiB(processId);
  sfn.destroy();
  return [
    { name: '100 executions at once, until all wait', value: startSeconds, unit: 's', atMost: 0.5 },
    { name: '100 submits at once, until all are in the queue', value: submitSeconds, unit: 's' },
    {
      name: 'resident memory of 1 000 waiting executions',
      value: (after - before) / 4,
      unit: 'MiB',
      atMost: 20,
    },
  ];
}

async function queueHolds(target: LoadTarget, manager: LoadUser, count: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const page = await callApi<{ expenses: unknown[] }>(target, manager, 'GET', '/approvals?limit=100');
    if (page.expenses.length >= count) return;
  }
  throw new Error(`The manager's queue did not reach ${count} expenses in ${patienceMs / 1000} s.`);
}

async function waits(sfn: SFNClient, executionArn: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    if (events[0]?.type === 'TaskSubmitted') return;
  }
  throw new Error(`${executionArn} did not come to wait in ${patienceMs / 1000} s.`);
}
