import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createDatabase } from './database.ts';
import { declarations } from './operations/index.ts';

/** DynamoDB on dynalite's rules, with a store of our own: tables, items, indexes, expiry. */
export function createDynamoDbService(context: EmbeddedContext): Service {
  const database = createDatabase(context);
  return {
    name: 'dynamodb',
    signingName: 'dynamodb',
    protocols: ['json-1.0'],
    targetPrefix: 'DynamoDB_20120810',
    ...declaredParts(database, declarations),
    async stop() {
      database.capacity.stop();
    },
  };
}
