/** The conditions of a statement: operator, key, values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of an IAM policy, in IAM's own JSON (IAM User Guide, «JSON policy element reference»). */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

/** A policy document as plain JSON text, so that `cdk.tf.json` shows what is granted; `${…}` references stay in it. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Allows the actions on the resources. */
export function allow(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

/**
 * The actions that are granted on `*`, because AWS offers no resource for them, with the proof.
 * Whatever is not in this list may not be granted on `*`: a test walks all policies.
 */
export const UNSCOPED_ACTIONS: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments':
    'X-Ray has no resource type for segments (Service Authorization Reference, AWS X-Ray).',
  'xray:PutTelemetryRecords':
    'X-Ray has no resource type for telemetry (Service Authorization Reference, AWS X-Ray).',
  'xray:GetSamplingRules':
    'Sampling rules are read for the account (Step Functions Developer Guide, «X-Ray»).',
  'xray:GetSamplingTargets':
    'Sampling targets are read for the account (Step Functions Developer Guide, «X-Ray»).',
  'logs:CreateLogDelivery':
    'Log deliveries have no resource type (Step Functions Developer Guide, «Logging»).',
  'logs:GetLogDelivery': 'Log deliveries have no resource type (Step Functions Developer Guide, «Logging»).',
  'logs:UpdateLogDelivery':
    'Log deliveries have no resource type (Step Functions Developer Guide, «Logging»).',
  'logs:DeleteLogDelivery':
    'Log deliveries have no resource type (Step Functions Developer Guide, «Logging»).',
  'logs:ListLogDeliveries':
    'Log deliveries have no resource type (Step Functions Developer Guide, «Logging»).',
  'logs:PutResourcePolicy':
    'Resource policies belong to the account (Step Functions Developer Guide, «Logging»).',
  'logs:DescribeResourcePolicies':
    'Resource policies belong to the account (Step Functions Developer Guide, «Logging»).',
  'logs:DescribeLogGroups': 'Step Functions lists the groups of the account (Developer Guide, «Logging»).',
};
