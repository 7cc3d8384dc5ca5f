import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { until } from '../../testing/until.ts';

/** Events after which an execution does nothing by itself for a while. */
const RESTING = new Set(['WaitStateEntered', 'TaskSubmitted', 'ActivityScheduled', 'ActivityStarted']);
/** What makes an execution go on. */
const ANSWERS = new Set(['SendTaskSuccessCommand', 'SendTaskFailureCommand']);

/** How many executions are looked at, the newest ones: a look is two calls, and some tests start a hundred. */
const MOST = 5;

type Middleware = (
  next: (args: unknown) => Promise<{ output: { executionArn?: string } }>,
  context: { commandName?: string },
) => (args: unknown) => Promise<{ output: { executionArn?: string } }>;

interface Observed {
  readonly middlewareStack: { add(middleware: Middleware, options: { step: string; name: string }): void };
}

/** The executions that a client has started, where time goes by itself. */
export interface Rest {
  /** Waits until nothing happens by itself any more. */
  reached(): Promise<void>;
  /** Stops what still runs: some tests start what rests for an hour. */
  end(): Promise<void>;
}

/**
 * Waits for what the embedded AWS's clock would simply let happen: until every execution that `sfn` has started is over,
 * or rests with something new since it was last answered. Gives up quietly after `patience` milliseconds: the test then
 * looks at what there is.
 */
export function restOf(sfn: SFNClient, patience: number): Rest {
  /** The newest event of each execution when it was last seen at rest. */
  const atRest = new Map<string, number>();
  let answered = false;
  (sfn as unknown as Observed).middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === 'StartExecutionCommand') atRest.set(String(answer.output.executionArn), 0);
        if (ANSWERS.has(commandName)) answered = true;
        return answer;
      },
    { step: 'initialize', name: 'restOf' },
  );

  async function look(executionArn: string) {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const newest = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 });
    const { id = 0, type = '' } = (await sfn.send(newest)).events?.[0] ?? {};
    const isOver = status !== 'RUNNING';
    return { executionArn, id, isOver, rests: isOver || RESTING.has(type) };
  }

  async function allRest(): Promise<boolean> {
    const looks = await Promise.all([...atRest.keys()].slice(-MOST).map(look));
    const moved = looks.some(({ executionArn, id }) => id > (atRest.get(executionArn) ?? 0));
    if (!looks.every(({ rests }) => rests) || (answered && !moved)) return false;
    for (const { executionArn, id, isOver } of looks) {
      if (isOver) atRest.delete(executionArn);
      else atRest.set(executionArn, id);
    }
    return true;
  }

  return {
    async reached() {
      await until(allRest, { within: patience, what: 'the executions to rest' }).catch(() => {});
      answered = false;
    },
    async end() {
      const stop = (executionArn: string) => sfn.send(new StopExecutionCommand({ executionArn }));
      await Promise.allSettled([...atRest.keys()].map(stop));
    },
  };
}
