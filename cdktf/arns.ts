import { PROJECT, partition } from './naming.ts';

export interface NamesProps {
  readonly region: string;
  /** The AWS account's number. */
  readonly account: string;
  readonly stage: string;
}

/** The ARNs of everything that a deployment may contain, as IAM patterns; see {@link names}. */
export type Names = ReturnType<typeof names>;

/**
 * The names of one deployment's resources, as patterns for policies that are written before the resources exist.
 * Resources without a name of ours in their ARN (user pools, keys, APIs, mappings) match any of the account and region.
 */
export function names({ region, account, stage }: NamesProps) {
  const aws = `arn:${partition(region)}`;
  const prefix = `${PROJECT}-${stage}-`;
  const here = (service: string) => `${aws}:${service}:${region}:${account}`;
  return {
    project: PROJECT,
    table: `${here('dynamodb')}:table/${prefix}*`,
    bucket: `${aws}:s3:::${prefix}*`,
    anyBucket: (name: string) => `${aws}:s3:::${name}`,
    queue: `${here('sqs')}:${prefix}*`,
    key: `${here('kms')}:key/*`,
    keyAlias: `${here('kms')}:alias/${prefix}*`,
    userPool: `${here('cognito-idp')}:userpool/*`,
    function: `${here('lambda')}:function:${prefix}*`,
    eventSourceMapping: `${here('lambda')}:event-source-mapping:*`,
    role: `${aws}:iam::${account}:role/${prefix}*`,
    stateMachine: `${here('states')}:stateMachine:${prefix}*`,
    execution: `${here('states')}:execution:${prefix}*`,
    schedule: `${here('scheduler')}:schedule/default/${prefix}*`,
    apis: `${aws}:apigateway:${region}::/apis`,
    api: `${aws}:apigateway:${region}::/apis/*`,
    apiTags: `${aws}:apigateway:${region}::/tags/*`,
    alarm: `${here('cloudwatch')}:alarm:${prefix}*`,
    dashboard: `${aws}:cloudwatch::${account}:dashboard/${prefix}*`,
    logGroups: ['/aws/lambda', '/aws/vendedlogs/states', '/aws/vendedlogs/apigateway'].map(
      (folder) => `${here('logs')}:log-group:${folder}/${prefix}*`,
    ),
  };
}
