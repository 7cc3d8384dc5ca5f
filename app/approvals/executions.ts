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

/** The state of an execution in Step Functions. */
export type ExecutionStatus = 'missing' | 'running' | 'ended';

/** The executions of the approval workflow: one per expense and round, named after both. */
export interface Executions {
  /** Starts the workflow of a round. Safe to repeat: a name is used once. */
  start(input: WorkflowInput): Promise<void>;
  /** Stops the workflow of a round. Safe to repeat, and when it has ended already. */
  stop(expenseId: string, round: number, cause: string): Promise<void>;
  /** Sends a decision to the workflow; false when it no longer waits with that token. */
  decide(taskToken: string, decision: Outcome): Promise<boolean>;
  /** Sends the workflow a move of the step that it waits for; false when it no longer waits with that token. */
  move(taskToken: string, move: Move): Promise<boolean>;
  status(expenseId: string, round: number): Promise<ExecutionStatus>;
}

/** The executions of the state machine with that ARN; `traceHeader` returns the trace that they continue. */
export function createExecutions(
  sfn: SFNClient,
  stateMachineArn: string,
  traceHeader: () => string | undefined = () => undefined,
): Executions {
  const executionArn = (expenseId: string, round: number) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName(expenseId, round)}`;
  const sendTaskSuccess = (taskToken: string, output: object) => {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
    return succeedsUnless(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'], () => sfn.send(command));
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
      await succeedsUnless(['ExecutionAlreadyExists'], () => sfn.send(command));
    },
    async stop(expenseId, round, cause) {
      const command = new StopExecutionCommand({ executionArn: executionArn(expenseId, round), cause });
      await succeedsUnless(['ExecutionDoesNotExist', 'ValidationException'], () => sfn.send(command));
    },
    decide: (taskToken, decision) => sendTaskSuccess(taskToken, { decision }),
    move: (taskToken, move) => sendTaskSuccess(taskToken, { decision: 'moved', move }),
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

/** Whether `call` succeeded; false for the errors in `expected`, others are thrown on. */
async function succeedsUnless(expected: readonly string[], call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (isAwsError(error, ...expected)) return false;
    throw error;
  }
}
