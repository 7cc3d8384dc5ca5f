import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input } from '../model.ts';
import { tableNameOf } from '../run.ts';
import { described } from '../tables/description.ts';

/** DeleteTable: refuses a protected table, and forgets any other at once. */
export const deleteTable = defineOperation({
  name: 'DeleteTable',
  authorization: onTable('DeleteTable'),
  run(database: Database, input: Input) {
    const name = tableNameOf(input);
    const description = described(database, name);
    if (description.DeletionProtectionEnabled) {
      throw dynamoDbErrors.validation(
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    }
    database.remove(name);
    return { TableDescription: { ...description, TableStatus: 'DELETING' } };
  },
});
