import {
  listOf,
  type Need,
  type NeedsOf,
  objectOf,
  type Place,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';

/**
 * The shapes of what operations need
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html).
 */

/** A table's ARN; whoever knows the ARN may name the table by it. */
function tableArn(name: unknown, { region, accountId }: Place): string {
  const text = textOf(name);
  return text.startsWith('arn:') ? text : `arn:aws:dynamodb:${region}:${accountId}:table/${text}`;
}

/** The permissions for `actions` on the table of `TableName`. */
export const onTable =
  (...actions: readonly string[]): NeedsOf =>
  ({ TableName }, place) =>
    actions.map((action) => ({ action: `dynamodb:${action}`, resource: tableArn(TableName, place) }));

/** Reading an index is a permission on the index, not on its table. */
export const onIndex =
  (action: string): NeedsOf =>
  ({ TableName, IndexName }, place) => {
    const table = tableArn(TableName, place);
    const resource = typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table;
    return [{ action: `dynamodb:${action}`, resource }];
  };

/** The permission for `action` on the table of `ResourceArn`. */
export const onResourceArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `dynamodb:${action}`, resource: textOf(ResourceArn) }];

/** One permission for each table of a batch. */
export const onTables =
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

/** What the steps of a transaction need. */
export function transaction({ TransactItems }: Unchecked, place: Place): Need[] {
  return listOf(TransactItems).flatMap((item) =>
    Object.entries(objectOf(item)).flatMap(([step, request]) => {
      const action = STEPS[step];
      return action
        ? [{ action: `dynamodb:${action}`, resource: tableArn(objectOf(request).TableName, place) }]
        : [];
    }),
  );
}
