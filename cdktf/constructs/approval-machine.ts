import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine/index.js';
import { Construct } from 'constructs';
import { partition } from '../naming.ts';
import type { Settings } from '../settings.ts';
import { type Grantee, ServiceRole } from './service-role.ts';
import { LOGS_UNDER_AWS_KEY, skipCheck } from './skip-check.ts';
import { allow, type Statement } from './statements.ts';

export interface ApprovalMachineProps {
  readonly settings: Settings;
  readonly name: string;
  /** The AWS account's number. */
  readonly account: string;
  /** A definition in the States Language, as a plain object. */
  readonly definition: object;
}

/** The operations on the machine and its executions, by name. */
export type MachineAction = 'StartExecution' | 'SendTaskSuccess';
export type ExecutionAction = 'DescribeExecution' | 'StopExecution';

const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** The Standard state machine that walks one expense through its approvers. */
export class ApprovalMachine extends Construct implements Grantee {
  readonly arn: string;
  readonly logGroupName: string;
  private readonly role: ServiceRole;
  private readonly executionsArn: string;

  constructor(scope: Construct, id: string, props: ApprovalMachineProps) {
    super(scope, id);
    const { settings, name, account } = props;
    this.role = new ServiceRole(this, 'role', {
      settings,
      name,
      service: 'states.amazonaws.com',
      sourceAccount: account,
    });
    // Log deliveries to a group of this prefix need no entry in the account's one, size-limited resource policy.
    const logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/vendedlogs/states/${name}`,
      retentionInDays: settings.logRetentionDays,
    });
    skipCheck(logGroup, 'CKV_AWS_158', LOGS_UNDER_AWS_KEY);
    this.grant('deliver-logs', allow(LOG_DELIVERY, ['*']));
    this.grant('write-traces', allow(TRACING, ['*']));
    const machine = new SfnStateMachine(this, 'machine', {
      name,
      type: 'STANDARD',
      roleArn: this.role.arn,
      definition: toDefinition(props.definition),
      // Without the data, which names people and contains task tokens.
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        logDestination: `${logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      // Step Functions tests its log destination with this role when the machine is created.
      dependsOn: [...this.role.policies],
    });
    skipCheck(
      machine,
      'CKV_AWS_285',
      'Failures are logged, but not the data of executions: it names people and holds task tokens.',
    );
    this.arn = machine.arn;
    this.logGroupName = logGroup.name;
    const region = settings.region;
    this.executionsArn = `arn:${partition(region)}:states:${region}:${account}:execution:${name}:*`;
  }

  grant(need: string, ...statements: readonly Statement[]): void {
    this.role.grant(need, ...statements);
  }

  /** Allows operations on the machine itself, which include those on task tokens. */
  grantMachine(grantee: Grantee, need: string, actions: readonly MachineAction[]): void {
    grantee.grant(need, allow(stateActions(actions), [this.arn]));
  }

  /** Allows operations on the machine's executions. */
  grantExecutions(grantee: Grantee, need: string, actions: readonly ExecutionAction[]): void {
    grantee.grant(need, allow(stateActions(actions), [this.executionsArn]));
  }
}

function stateActions(actions: readonly string[]): string[] {
  return actions.map((action) => `states:${action}`);
}

/** Terraform reads `%{` in a string as the beginning of a directive, and JSONata never needs it. */
function toDefinition(definition: object): string {
  const text = JSON.stringify(definition);
  if (text.includes('%{'))
    throw new Error('The state machine contains "%{", which Terraform takes for a directive.');
  return text;
}
