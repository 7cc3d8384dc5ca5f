import { AwsError } from '../core/errors.ts';

/** DynamoDB's errors, in its own words. */
export const dynamoDbErrors = {
  /** For a table that is not there, in the words of the operations on tables. */
  tableNotFound: (name: string) =>
    new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`),
  /** In the words of the operations on backups. */
  backupTableNotFound: (name: string) => new AwsError('TableNotFoundException', `Table not found: ${name}`),
  validation: (message: string) => new AwsError('ValidationException', message),
};
