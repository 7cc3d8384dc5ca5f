type Input = Readonly<Record<string, unknown>>;

/** The input members that name what a call is about, the first that is there wins. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['TableName', 'RequestItems', 'TransactItems', 'ResourceArn'],
  dynamodbstreams: ['StreamArn', 'ShardIterator', 'TableName'],
  sqs: ['QueueUrl', 'QueueName'],
  s3: ['Bucket'],
  lambda: ['FunctionName', 'EventSourceArn', 'Resource'],
  sfn: ['stateMachineArn', 'executionArn', 'name', 'activityArn', 'resourceArn'],
  cloudwatchlogs: ['logGroupName', 'logGroupIdentifier', 'resourceArn'],
  cloudwatch: ['Namespace', 'AlarmName', 'DashboardName'],
  cognitoidentityprovider: ['UserPoolId', 'ClientId', 'PoolName'],
  apigatewayv2: ['ApiId', 'Name'],
  scheduler: ['Name', 'GroupName'],
  iam: ['RoleName', 'PolicyArn', 'PolicyName'],
  sts: ['RoleArn'],
  kms: ['KeyId'],
};

/** The resource that a call is about, as a short name; `*` where it names none. */
export function resourceOf(service: string, input: Input): string {
  const members = MEMBERS[service];
  if (!members) return '*';
  for (const member of members) {
    const value = input[member];
    if (typeof value === 'string') return nameOf(value, member);
    if (typeof value === 'object' && value !== null) return tablesOf(value);
  }
  return '*';
}

/** A name out of an ARN or URL; an execution counts as its state machine. */
function nameOf(value: string, member: string): string {
  if (value.startsWith('http')) return value.slice(value.lastIndexOf('/') + 1);
  if (!value.startsWith('arn:')) return value;
  // A stream counts as its table, and so does an iterator of it.
  const table = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//.exec(value)?.[1];
  if (table !== undefined) return table;
  if (member === 'executionArn') return value.split(':')[6] ?? value;
  // A name may hold slashes, as a log group's does, or a version after a colon.
  const parts = value.split(':');
  const [own = value] = parts.slice(5);
  return parts[6] ?? own.slice(own.indexOf('/') + 1);
}

/** The table of a batch or transaction; `(several)` where there are several. */
function tablesOf(value: object): string {
  const names = Array.isArray(value)
    ? value.flatMap((step: Readonly<Record<string, Input | null>> | null) =>
        // A call is counted whatever its input is, also where it was refused for that.
        Object.values(step ?? {}).map((part) => String(part?.TableName)),
      )
    : Object.keys(value);
  const [first = '*'] = names;
  return names.every((name) => name === first) ? first : '(several)';
}
