import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../core/service.ts';
import type { Database } from '../database.ts';
import type { Input } from '../run.ts';
import { type ItemOperation, withTableKeys } from '../with-table-keys.ts';
import { batchGetItem, batchWriteItem } from './batch-items.ts';
import { describeContinuousBackups, updateContinuousBackups } from './continuous-backups.ts';
import { createTable } from './create-table.ts';
import { deleteTable } from './delete-table.ts';
import { describeTable } from './describe-table.ts';
import { listTables } from './list-tables.ts';
import { getItem, readItems } from './read-items.ts';
import { restoreTableToPointInTime } from './restore-table.ts';
import { listTagsOfResource, tagResource, untagResource } from './tags.ts';
import { describeTimeToLive, updateTimeToLive } from './time-to-live.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';
import { updateTable } from './update-table.ts';
import { writeItem } from './write-item.ts';

/** The names of DynamoDB's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof DynamoDB, string>>;

/** DynamoDB's operations over `database`, by AWS's name. */
export function operationsOf(database: Database): Readonly<Record<string, Operation>> {
  const operations: Partial<Record<OperationName, Operation<Input>>> = {
    CreateTable: createTable(database),
    DescribeTable: describeTable(database),
    UpdateTable: updateTable(database),
    DeleteTable: deleteTable(database),
    ListTables: listTables(database),
    TagResource: tagResource(database),
    UntagResource: untagResource(database),
    ListTagsOfResource: listTagsOfResource(database),
    UpdateTimeToLive: updateTimeToLive(database),
    DescribeTimeToLive: describeTimeToLive(database),
    UpdateContinuousBackups: updateContinuousBackups(database),
    DescribeContinuousBackups: describeContinuousBackups(database),
    RestoreTableToPointInTime: restoreTableToPointInTime(database),
  };
  const onItems: Partial<Record<OperationName, ItemOperation>> = {
    GetItem: getItem(database),
    PutItem: writeItem(database, 'putItem'),
    UpdateItem: writeItem(database, 'updateItem'),
    DeleteItem: writeItem(database, 'deleteItem'),
    Query: readItems(database, 'query'),
    Scan: readItems(database, 'scan'),
    TransactGetItems: transactGetItems(database),
    TransactWriteItems: transactWriteItems(database),
    BatchGetItem: batchGetItem(database),
    BatchWriteItem: batchWriteItem(database),
  };
  const opened = Object.entries(onItems).map(([name, run]) => [name, withTableKeys(database, run)]);
  return { ...operations, ...Object.fromEntries(opened) };
}
