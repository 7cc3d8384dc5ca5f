import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { type EnvName, envNames, type FunctionName } from '../../app/contract/env-names.ts';
import { resourceName } from '../naming.ts';
import type { Settings } from '../settings.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { type Grantee, ServiceRole } from './service-role.ts';
import { LOGS_UNDER_AWS_KEY, skipCheck } from './skip-check.ts';
import { allow, type Statement } from './statements.ts';

const BUNDLES = path.resolve(import.meta.dirname, '..', '..', 'dist', 'lambda');

/** Variables that every function has; the construct sets them. */
type CommonName = 'STAGE' | 'LOG_LEVEL' | 'POWERTOOLS_SERVICE_NAME' | 'POWERTOOLS_METRICS_NAMESPACE';

/** The variables that the stack has to set; leaving one out does not compile. */
type OwnEnvironment<Name extends FunctionName> = Readonly<
  Record<Exclude<(typeof envNames)[Name][number], CommonName>, string>
>;

export interface AppFunctionProps<Name extends FunctionName> {
  readonly settings: Settings;
  /** The entry in `app/lambda` and the bundle in `dist/lambda`. */
  readonly name: Name;
  readonly description: string;
  readonly memoryMb: number;
  /** Seconds. */
  readonly timeout: number;
  /** Instances kept for this function and withheld from the account's others; AWS wants 100 left for those. */
  readonly reservedConcurrency?: number;
  /** The queue for events that the function failed; only asynchronous callers need one. */
  readonly deadLetters?: DeadLetterQueue;
  readonly environment: OwnEnvironment<Name>;
}

/** The metrics' namespace in CloudWatch. */
export const METRICS_NAMESPACE = 'ExpenseTracker';

/** A Lambda function with its own role, log group and code. It may do only what is granted to it. */
export class AppFunction<Name extends FunctionName = FunctionName> extends Construct implements Grantee {
  readonly name: string;
  readonly arn: string;
  /** The address by which API Gateway calls the function. */
  readonly invokeArn: string;
  readonly logGroupName: string;
  /** Gigabytes, as GB-seconds are billed. */
  readonly memoryGb: number;
  private readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: AppFunctionProps<Name>) {
    super(scope, id);
    const functionName = resourceName(props.settings, props.name);
    this.role = new ServiceRole(this, 'role', {
      settings: props.settings,
      name: functionName,
      service: 'lambda.amazonaws.com',
    });
    const logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: props.settings.logRetentionDays,
    });
    skipCheck(logGroup, 'CKV_AWS_158', LOGS_UNDER_AWS_KEY);
    this.grant('write-logs', allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroup.arn}:*`]));
    this.grant('write-traces', allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']));
    props.deadLetters?.grantSend(this);
    const bundle = new Bundle(this, props.name);
    const fn = new LambdaFunction(this, 'function', {
      functionName,
      description: props.description,
      role: this.role.arn,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: bundle.path,
      sourceCodeHash: bundle.codeSha256,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      environment: { variables: environment(props) },
      tracingConfig: { mode: 'Active' },
      ...(props.reservedConcurrency && { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(props.deadLetters && { deadLetterConfig: { targetArn: props.deadLetters.arn } }),
      // The log group must exist first, because Lambda would create one that never expires. And Lambda checks that the
      // role may send to the dead-letter queue.
      dependsOn: [logGroup, ...(props.deadLetters ? this.policies : [])],
    });
    skipChecks(fn, props);
    this.name = fn.functionName;
    this.arn = fn.arn;
    this.invokeArn = fn.invokeArn;
    this.logGroupName = logGroup.name;
    this.memoryGb = props.memoryMb / 1_024;
  }

  /** The policies granted so far, for a resource that must be created after them. */
  get policies(): IamRolePolicy[] {
    return [...this.role.policies];
  }

  grant(need: string, ...statements: readonly Statement[]): void {
    this.role.grant(need, ...statements);
  }

  /** Lets a service call the function on behalf of one resource. */
  allowInvocation(id: string, service: string, sourceArn: string): void {
    new LambdaPermission(this, id, {
      statementId: id,
      action: 'lambda:InvokeFunction',
      functionName: this.name,
      principal: service,
      sourceArn,
    });
  }
}

/** The checks of checkov that do not apply to these functions. */
function skipChecks(
  fn: LambdaFunction,
  props: Pick<AppFunctionProps<FunctionName>, 'deadLetters' | 'reservedConcurrency'>,
): void {
  const reasons = {
    CKV_AWS_117:
      'It calls AWS services alone, by their public endpoints with signed requests; there is no network to be in.',
    CKV_AWS_173: 'The variables hold names and no secret; Lambda encrypts them with a key of its own.',
    CKV_AWS_272: 'The pipeline alone may change the code, and Terraform names the hash of what it uploads.',
    ...(!props.deadLetters && {
      CKV_AWS_116:
        'Whoever calls it waits for the answer, or keeps the message in a queue that has dead letters.',
    }),
    ...(!props.reservedConcurrency && {
      CKV_AWS_115:
        'Instances are reserved by a setting: a new account has too few to withhold any from the others.',
    }),
  };
  for (const [check, reason] of Object.entries(reasons)) skipCheck(fn, check, reason);
}

/** The zip of a bundle, copied beside the stack's `cdk.tf.json`. */
class Bundle {
  readonly path: string;
  /** What Lambda reports as CodeSha256, so that Terraform sees a change of the code and only that. */
  readonly codeSha256: string;

  constructor(scope: Construct, name: FunctionName) {
    const file = path.join(BUNDLES, `${name}.zip`);
    if (!existsSync(file)) {
      throw new Error(`There is no bundle dist/lambda/${name}.zip; run \`npm run build\` first.`);
    }
    const hash = createHash('sha256').update(readFileSync(file));
    this.codeSha256 = hash.copy().digest('base64');
    this.path = new TerraformAsset(scope, 'code', {
      path: file,
      type: AssetType.FILE,
      assetHash: hash.digest('hex'),
    }).path;
  }
}

function environment<Name extends FunctionName>(props: AppFunctionProps<Name>): Record<string, string> {
  const values: Partial<Record<EnvName, string>> = {
    STAGE: props.settings.stage,
    LOG_LEVEL: props.settings.logLevel,
    POWERTOOLS_SERVICE_NAME: props.name,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    ...props.environment,
  };
  return Object.fromEntries(
    envNames[props.name].map((name) => {
      const value = values[name];
      if (value === undefined) throw new Error(`The function ${props.name} is given no value for ${name}.`);
      return [name, value];
    }),
  );
}
