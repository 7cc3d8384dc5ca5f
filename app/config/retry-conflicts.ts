import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * Lets the SDK try again what DynamoDB refused because a transaction had the item in hand: that is over in milliseconds, and
 * of all clients only the SDK for Java does it by itself. The error's `$retryable` is how a model of AWS would say so.
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
