import { AwsError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import { type Input, type Output, tableNameOf } from '../run.ts';
import { described } from './describe-table.ts';

/** DeleteTable: refuses a protected table, and forgets any other at once. */
export function deleteTable(database: Database): (input: Input) => Output {
  return (input) => {
    const name = tableNameOf(input);
    const description = described(database, name);
    if (description.DeletionProtectionEnabled) {
      throw new AwsError(
        'ValidationException',
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    }
    database.remove(name);
    return { TableDescription: { ...description, TableStatus: 'DELETING' } };
  };
}
