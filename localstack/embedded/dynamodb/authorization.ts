import {
  type AuthorizationTable,
  listOf,
  type Need,
  type NeedsOf,
  objectOf,
  type Place,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';

/** A table's ARN; whoever knows the ARN may name the table by it. */
function tableArn(name: unknown, { region, accountId }: Place): string {
  const text = textOf(name);
  return text.startsWith('arn:') ? text : `arn:aws:dynamodb:${region}:${accountId}:table/${text}`;
}

const onTable =
  (...actions: readonly string[]): NeedsOf =>
  ({ TableName }, place) =>
    actions.map((action) => ({ action: `dynamodb:${action}`, resource: tableArn(TableName, place) }));

/** Reading an index is a permission on the index, not on its table. */
const onIndex =
  (action: string): NeedsOf =>
  ({ TableName, IndexName }, place) => {
    const table = tableArn(TableName, place);
    const resource = typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table;
    return [{ action: `dynamodb:${action}`, resource }];
  };

const onResourceArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `dynamodb:${action}`, resource: textOf(ResourceArn) }];

/** One permission for each table of a batch. */
const onTables =
  (action: string): NeedsOf =>
  ({ RequestItems }, place) =>
    Object.keys(objectOf(RequestItems)).map((name) => ({
      action: `dynamodb:${action}`,
      resource: tableArn(name, place),
    }));

/** A transaction needs what its single steps need; there is no action of its own. */
const STEPS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

function transaction({ TransactItems }: Unchecked, place: Place): Need[] {
  return listOf(TransactItems).flatMap((item) =>
    Object.entries(objectOf(item)).flatMap(([step, request]) => {
      const action = STEPS[step];
      return action
        ? [{ action: `dynamodb:${action}`, resource: tableArn(objectOf(request).TableName, place) }]
        : [];
    }),
  );
}

/** What a restore does to the new table in its caller's name. */
const FILLING = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

function restoring({ SourceTableArn, SourceTableName, TargetTableName }: Unchecked, place: Place): Need[] {
  const source = tableArn(SourceTableArn ?? SourceTableName, place);
  return [
    { action: 'dynamodb:RestoreTableToPointInTime', resource: source },
    ...onTable(...FILLING)({ TableName: TargetTableName }, place),
  ];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const authorization: AuthorizationTable = {
  CreateTable: (input, place) =>
    onTable('CreateTable', ...(listOf(input.Tags).length > 0 ? ['TagResource'] : []))(input, place),
  DescribeTable: onTable('DescribeTable'),
  UpdateTable: onTable('UpdateTable'),
  DeleteTable: onTable('DeleteTable'),
  ListTables: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  TagResource: onResourceArn('TagResource'),
  UntagResource: onResourceArn('UntagResource'),
  ListTagsOfResource: onResourceArn('ListTagsOfResource'),
  UpdateTimeToLive: onTable('UpdateTimeToLive'),
  DescribeTimeToLive: onTable('DescribeTimeToLive'),
  UpdateContinuousBackups: onTable('UpdateContinuousBackups'),
  DescribeContinuousBackups: onTable('DescribeContinuousBackups'),
  RestoreTableToPointInTime: restoring,
  GetItem: onTable('GetItem'),
  PutItem: onTable('PutItem'),
  UpdateItem: onTable('UpdateItem'),
  DeleteItem: onTable('DeleteItem'),
  Query: onIndex('Query'),
  Scan: onIndex('Scan'),
  TransactGetItems: transaction,
  TransactWriteItems: transaction,
  BatchGetItem: onTables('BatchGetItem'),
  BatchWriteItem: onTables('BatchWriteItem'),
};
