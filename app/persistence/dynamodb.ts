import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * A client for DynamoDB that gets everything from the SDK's standard variables. It has no middleware for a logger,
 * which would copy every input and output, even for a logger that drops them.
 */
export function createDynamoDb(): DynamoDBClient {
  const client = new DynamoDBClient({});
  client.middlewareStack.remove('loggerMiddleware');
  retryConflicts(client);
  return client;
}

/**
 * Lets the SDK repeat a call that DynamoDB refused because a transaction was working on the item: that is over in
 * milliseconds, and only the SDK for Java repeats it by itself. `$retryable` on the error is how a model of AWS says so.
 */
export function retryConflicts(client: Pick<DynamoDBClient, 'middlewareStack'>): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && error.name === 'TransactionConflictException') {
          Object.assign(error, { $retryable: {} });
        }
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'retryConflicts' },
  );
}
