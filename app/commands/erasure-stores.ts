import { randomUUID } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isAwsError } from '../errors/aws-error.ts';
import { createExpenseStore } from '../expenses/expenses.store.ts';
import { tryWrite } from '../persistence/conditional-write.ts';
import { createDynamoDb } from '../persistence/dynamodb.ts';
import { autoApprovedKey, fingerprintKey, userKey } from '../persistence/keys.ts';
import { openTable, type Table } from '../persistence/table.ts';
import type { Item } from '../persistence/write-ids.ts';
import { objectKey } from '../receipts/receipt-files.ts';
import { createUserStore } from '../users/users.store.ts';
import type { Accounts, EraseUserDeps } from './erase-user.ts';

/** The resources that store people. */
export interface UserResources {
  readonly userPoolId: string;
  readonly table: string;
  readonly bucket: string;
}

/**
 * The dependencies of erasing on AWS. Deletions that only erasing needs are here and not in the stores, so that they
 * are in no function's bundle.
 */
export function createEraseUserDeps({ userPoolId, table: name, bucket }: UserResources): EraseUserDeps {
  const table = openTable(createDynamoDb(), name, randomUUID);
  return {
    users: {
      ...createUserStore(table),
      remove: ({ id, version }) =>
        tryWrite(
          () =>
            table.client.send(
              new DeleteItemCommand({
                TableName: name,
                Key: marshall(userKey(id)),
                ConditionExpression: 'version = :before',
                ExpressionAttributeValues: marshall({ ':before': version }),
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              }),
            ),
          // No item is left when the deletion had succeeded and its answer was lost.
          (kept) => kept === undefined,
        ),
    },
    expenses: createExpenseStore(table),
    fingerprints: fingerprintsIn(table),
    autoApprovals: autoApprovalsIn(table),
    files: filesIn(bucket),
    accounts: accountsOf(userPoolId),
    now: () => new Date(),
  };
}

function fingerprintsIn(table: Table): EraseUserDeps['fingerprints'] {
  const { client, name: TableName } = table;
  return {
    async ofOwner(ownerId) {
      const items = await itemsOf(table, fingerprintKey(ownerId, '').pk);
      return items.map(({ sk, expenseId }) => ({ sha256: String(sk), expenseId: String(expenseId) }));
    },
    async remove(ownerId, sha256) {
      const Key = marshall(fingerprintKey(ownerId, sha256));
      await client.send(new DeleteItemCommand({ TableName, Key }));
    },
  };
}

function autoApprovalsIn(table: Table): EraseUserDeps['autoApprovals'] {
  const { client, name: TableName } = table;
  return {
    async removeAll(ownerId) {
      for (const { pk, sk } of await itemsOf(table, autoApprovedKey(ownerId, '').pk)) {
        await client.send(new DeleteItemCommand({ TableName, Key: marshall({ pk, sk }) }));
      }
    },
  };
}

/** All items of one partition. */
async function itemsOf({ client, name: TableName }: Table, pk: string): Promise<Item[]> {
  const found: Item[] = [];
  const query = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': pk }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    found.push(...Items.map((item) => unmarshall(item)));
  }
  return found;
}

function filesIn(Bucket: string): EraseUserDeps['files'] {
  const s3 = new S3Client({});
  return {
    async removeAll(expenseId) {
      const Prefix = objectKey({ expenseId, receiptId: '' });
      let removed = 0;
      for (;;) {
        const { Versions = [], DeleteMarkers = [] } = await s3.send(
          new ListObjectVersionsCommand({ Bucket, Prefix }),
        );
        const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
        if (Objects.length === 0) return removed;
        const { Errors: [failed] = [] } = await s3.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        );
        if (failed) throw new Error(`S3 did not delete ${failed.Key}: ${failed.Message}`);
        removed += Objects.length;
      }
    },
  };
}

function accountsOf(UserPoolId: string): Accounts {
  const cognito = new CognitoIdentityProviderClient({});
  return {
    async find(name) {
      try {
        const { Username = name, UserAttributes = [] } = await cognito.send(
          new AdminGetUserCommand({ UserPoolId, Username: name }),
        );
        const id = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
        return id === undefined ? undefined : { id, username: Username };
      } catch (error) {
        if (isAwsError(error, 'UserNotFoundException')) return undefined;
        throw error;
      }
    },
    async disable(Username) {
      await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    },
    async remove(Username) {
      await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    },
  };
}
