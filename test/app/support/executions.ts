import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { until } from '../../../localstack/testing/until.ts';
import { awsClient } from './aws.ts';
import type { ExpenseView } from './expenses.ts';
import { target } from './target.ts';

const sfn = awsClient(SFNClient);

/** The execution that walks the expense through the approvals of its present round. */
export const executionArn = ({ id, approval }: ExpenseView): string =>
  `${target.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}-${approval?.round}`;

/** How the execution of an expense's present round ends, once it does. */
export function endOfExecution(expense: ExpenseView): Promise<string> {
  return until(
    async () => {
      const { status } = await sfn.send(
        new DescribeExecutionCommand({ executionArn: executionArn(expense) }),
      );
      return status !== 'RUNNING' && status;
    },
    { what: `the execution of ${expense.id} to end` },
  );
}
