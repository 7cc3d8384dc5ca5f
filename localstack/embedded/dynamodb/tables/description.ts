import type { Database } from '../database.ts';
import type { Description } from '../model.ts';
import { withWarmThroughput } from './warm-throughput.ts';

/** A table's description with its counts as they stand; AWS brings them up to date about every six hours. */
export function described(database: Database, name: string): Description {
  const { description: kept, inaccessibleSince } = database.table(name);
  const description = withWarmThroughput(kept, {}, kept);
  const items = database.items(name);
  return {
    ...description,
    DeletionProtectionEnabled: description.DeletionProtectionEnabled ?? false,
    ItemCount: items.size,
    ...(description.SSEDescription && inaccessibleSince !== undefined
      ? {
          TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
          SSEDescription: {
            ...description.SSEDescription,
            InaccessibleEncryptionDateTime: inaccessibleSince,
          },
        }
      : {}),
    ...(description.GlobalSecondaryIndexes
      ? {
          GlobalSecondaryIndexes: description.GlobalSecondaryIndexes.map((index) => ({
            ...index,
            ItemCount: items.indexSize(index.IndexName),
          })),
        }
      : {}),
    ...(description.LocalSecondaryIndexes
      ? {
          LocalSecondaryIndexes: description.LocalSecondaryIndexes.map((index) => ({
            ...index,
            ItemCount: items.indexSize(index.IndexName),
          })),
        }
      : {}),
  };
}
