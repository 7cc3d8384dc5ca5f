/** How a task is finished: by the call's answer, by a token, or by the end of what it started. */
export type Pattern = 'requestResponse' | 'waitForTaskToken' | 'sync';

/** A Task's `Resource`, taken apart. */
export type TaskResource =
  | { readonly kind: 'lambda-function'; readonly arn: string; readonly pattern: 'requestResponse' }
  | { readonly kind: 'activity'; readonly arn: string; readonly pattern: 'requestResponse' }
  | ServiceResource;

/** A service integration, `arn:aws:states:::lambda:invoke.waitForTaskToken`. */
export interface ServiceResource {
  readonly kind: 'optimized' | 'aws-sdk';
  readonly arn: string;
  /** As the history shows it: `lambda`, `dynamodb`, `aws-sdk:dynamodb`. */
  readonly resourceType: string;
  /** As the history shows it: `invoke.waitForTaskToken`. */
  readonly resource: string;
  /** {@link Service.name} of who is called. */
  readonly service: string;
  /** The operation that is called, e.g. `UpdateItem`. */
  readonly operation: string;
  readonly pattern: Pattern;
}

/** Step Functions' own integrations that are offered: what they call, and which patterns they know. */
const OPTIMIZED: Readonly<
  Record<string, { service: string; operation: string; patterns: readonly string[] }>
> = {
  'lambda:invoke': { service: 'lambda', operation: 'Invoke', patterns: ['', 'waitForTaskToken'] },
  'dynamodb:getItem': { service: 'dynamodb', operation: 'GetItem', patterns: [''] },
  'dynamodb:putItem': { service: 'dynamodb', operation: 'PutItem', patterns: [''] },
  'dynamodb:updateItem': { service: 'dynamodb', operation: 'UpdateItem', patterns: [''] },
  'dynamodb:deleteItem': { service: 'dynamodb', operation: 'DeleteItem', patterns: [''] },
  'sqs:sendMessage': { service: 'sqs', operation: 'SendMessage', patterns: ['', 'waitForTaskToken'] },
  'states:startExecution': {
    service: 'sfn',
    operation: 'StartExecution',
    patterns: ['', 'waitForTaskToken', 'sync:2', 'sync'],
  },
};

/** The services that `aws-sdk:` integrations may call: those of the embedded AWS. */
const SDK_SERVICES = new Set([
  'apigatewayv2',
  'cloudwatch',
  'cloudwatchlogs',
  'cognitoidentityprovider',
  'dynamodb',
  'dynamodbstreams',
  'iam',
  'lambda',
  's3',
  'scheduler',
  'sfn',
  'sqs',
  'sts',
]);

const LAMBDA_FUNCTION = /^arn:[\w-]+:lambda:[\w-]*:[\w-]*:function:[\w-]+(?::[\w$-]+)?$/;
const ACTIVITY = /^arn:[\w-]+:states:[\w-]+:\d{12}:activity:[\w.-]+$/;
const INTEGRATION = /^arn:[\w-]+:states:[\w-]*:\d*:(?:(aws-sdk):)?([\w-]+):(\w+)(?:\.([\w:]+))?$/;

function patternOf(suffix: string): Pattern {
  if (suffix.startsWith('sync')) return 'sync';
  return suffix === 'waitForTaskToken' ? suffix : 'requestResponse';
}

/** Takes apart a service integration that is not offered here: nothing calls it. Undefined for what is none. */
export function parseForeignResource(arn: string): ServiceResource | undefined {
  const [matched, sdk, service = '', action = '', suffix = ''] = INTEGRATION.exec(arn) ?? [];
  if (!matched) return undefined;
  return {
    kind: sdk ? 'aws-sdk' : 'optimized',
    arn,
    resourceType: sdk ? `aws-sdk:${service}` : service,
    resource: suffix ? `${action}.${suffix}` : action,
    service,
    operation: action.charAt(0).toUpperCase() + action.slice(1),
    pattern: patternOf(suffix),
  };
}

/** Takes a Task's `Resource` apart; undefined for one that does not exist or is not offered here. */
export function parseResource(arn: string): TaskResource | undefined {
  if (LAMBDA_FUNCTION.test(arn)) return { kind: 'lambda-function', arn, pattern: 'requestResponse' };
  if (ACTIVITY.test(arn)) return { kind: 'activity', arn, pattern: 'requestResponse' };
  const [matched, sdk, service = '', action = '', suffix = ''] = INTEGRATION.exec(arn) ?? [];
  if (!matched) return undefined;
  const resource = suffix ? `${action}.${suffix}` : action;
  const pattern = patternOf(suffix);
  if (sdk) {
    if (!SDK_SERVICES.has(service) || (suffix !== '' && suffix !== 'waitForTaskToken')) return undefined;
    const operation = action.charAt(0).toUpperCase() + action.slice(1);
    return {
      kind: 'aws-sdk',
      arn,
      resourceType: `aws-sdk:${service}`,
      resource,
      service,
      operation,
      pattern,
    };
  }
  const offered = OPTIMIZED[`${service}:${action}`];
  if (!offered?.patterns.includes(suffix)) return undefined;
  const { operation } = offered;
  return {
    kind: 'optimized',
    arn,
    resourceType: service,
    resource,
    service: offered.service,
    operation,
    pattern,
  };
}
