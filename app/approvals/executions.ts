import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { isAwsError } from '../errors/aws-error.ts';
import type { Move, Outcome } from '../expenses/approval.schema.ts';
import type { WorkflowInput } from './workflow/index.ts';

/** What Step Functions says of an execution. */
export type ExecutionStatus = 'missing' | 'running' | 'ended';

/** The executions of the approval workflow: one per expense and round, named after both. */
export interface Executions {
  /** Starts the workflow of a round. Safe to repeat: a name is used once. */
  start(input: WorkflowInput): Promise<void>;
  /** Ends the workflow of a round; that it has ended already is fine. */
  stop(expenseId: string, round: number, cause: string): Promise<void>;
  /** Hands a decision to the workflow; false when it no longer waits with that token. */
  decide(taskToken: string, decision: Outcome): Promise<boolean>;
  /** Tells the workflow that the step it waits for has moved; false when it no longer waits with that token. */
  move(taskToken: string, move: Move): Promise<boolean>;
  status(expenseId: string, round: number): Promise<ExecutionStatus>;
}

/** The executions of the state machine with that ARN; `traceHeader` says which trace they go on with. */
export function createExecutions(
  sfn: SFNClient,
  stateMachineArn: string,
  traceHeader: () => string | undefined = () => undefined,
): Executions {
  const executionArn = (expenseId: string, round: number) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName(expenseId, round)}`;
  const sendBack = (taskToken: string, output: object) => {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
    return unless(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'], () => sfn.send(command));
  };
  return {
    async start(input) {
      const name = executionName(input.expenseId, input.round);
      const command = new StartExecutionCommand({
        stateMachineArn,
        name,
        input: JSON.stringify(input),
        traceHeader: traceHeader(),
      });
      await unless(['ExecutionAlreadyExists'], () => sfn.send(command));
    },
    async stop(expenseId, round, cause) {
      const command = new StopExecutionCommand({ executionArn: executionArn(expenseId, round), cause });
      await unless(['ExecutionDoesNotExist', 'ValidationException'], () => sfn.send(command));
    },
    decide: (taskToken, decision) => sendBack(taskToken, { decision }),
    move: (taskToken, move) => sendBack(taskToken, { decision: 'moved', move }),
    async status(expenseId, round) {
      const command = new DescribeExecutionCommand({ executionArn: executionArn(expenseId, round) });
      try {
        const { status } = await sfn.send(command);
        return status === 'RUNNING' ? 'running' : 'ended';
      } catch (error) {
        if (isAwsError(error, 'ExecutionDoesNotExist')) return 'missing';
        throw error;
      }
    },
  };
}

function executionName(expenseId: string, round: number): string {
  return `${expenseId}-${round}`;
}

/** Whether `call` succeeded; false for the errors of `expected`, any other is thrown on. */
async function unless(expected: readonly string[], call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (isAwsError(error, ...expected)) return false;
    throw error;
  }
}
