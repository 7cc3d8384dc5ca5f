import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyedTable } from '../testing/tables.ts';

/** A table with keys pk and sk, and an index by status and then by the time `at` that holds whole items. */
export async function createItemsTable(dynamodb: DynamoDBClient, TableName: string): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand(keyedTable(TableName, { name: 'by-status', keys: ['status', 'at'] })),
  );
}
