import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { approvalWorkflow } from '../../app/approvals/workflow/index.ts';
import { table } from '../../app/contract/table.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { ApprovalMachine } from '../constructs/approval-machine.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { RECEIPT_PREFIX } from '../naming.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';
import { ExpenseStack } from './expense-stack.ts';

/** The approval of expenses: the state machine, and the reconciler that repairs what differs from it. */
export class ApprovalsStack extends ExpenseStack {
  readonly machine: ApprovalMachine;
  readonly reconciler: AppFunction;
  /**
   * The runs of the reconciler that were not started or failed. The schedule sends those that Lambda did not accept,
   * Lambda those that the function failed; Scheduler is done once Lambda has accepted the call, so both are needed.
   */
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, settings: Settings, { data }: { data: DataStack }) {
    super(scope, 'approvals', settings);
    const account = new DataAwsCallerIdentity(this, 'caller').accountId;

    this.machine = new ApprovalMachine(this, 'approval', {
      settings,
      name: this.nameOf('approval'),
      account,
      definition: approvalWorkflow({ tableName: data.table.name }),
    });
    // It checks the profile of the approver in the transaction in which it asks.
    data.table.grantItems(this.machine, 'walk-expenses', ['GetItem', 'UpdateItem', 'ConditionCheckItem']);

    this.deadLetters = new DeadLetterQueue(this, 'reconciler-dead-letters', {
      name: this.nameOf('reconciler-dead-letters'),
    });
    this.reconciler = new AppFunction(this, 'reconciler', {
      settings,
      name: 'reconciler',
      description: 'Mends approvals that lost their execution, and looks at receipts that were forgotten',
      memoryMb: 512,
      timeout: 60,
      deadLetters: this.deadLetters,
      environment: {
        EXPENSES_TABLE: data.table.name,
        RECEIPTS_BUCKET: data.receipts.name,
        APPROVAL_STATE_MACHINE_ARN: this.machine.arn,
      },
    });
    const { workflow, approver } = table.indexes;
    data.table.grantQuery(this.reconciler, 'find-waiting-expenses', [workflow, approver]);
    data.table.grantItems(this.reconciler, 'mend-expenses', ['GetItem', 'PutItem', 'UpdateItem']);
    data.receipts.grantObjects(
      this.reconciler,
      'look-at-receipts',
      ['GetObject', 'GetObjectVersion', 'PutObjectVersionTagging'],
      RECEIPT_PREFIX,
    );
    data.receipts.grantExistence(this.reconciler);
    this.machine.grantMachine(this.reconciler, 'resume-approvals', ['StartExecution', 'SendTaskSuccess']);
    this.machine.grantExecutions(this.reconciler, 'look-at-approvals', ['DescribeExecution']);

    new FunctionSchedule(this, 'reconciler-schedule', {
      settings,
      name: this.nameOf('reconciler-schedule'),
      expression: 'rate(5 minutes)',
      function: this.reconciler,
      deadLetters: this.deadLetters,
      account,
    });

    new TerraformOutput(this, 'state_machine_arn', { value: this.machine.arn });
  }
}
