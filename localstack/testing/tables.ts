import type { CreateTableCommandInput, StreamViewType } from '@aws-sdk/client-dynamodb';

/** An index that holds whole items, and its two keys, of type S. */
export interface WholeIndex {
  readonly name: string;
  readonly keys: readonly [partition: string, sort: string];
}

/** CreateTable's input for a table with the keys `pk` and `sk`, of type S, and an index if one is named. */
export function keyedTable(TableName: string, index?: WholeIndex): CreateTableCommandInput {
  const primary = ['pk', 'sk'] as const;
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...primary, ...(index?.keys ?? [])].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: keySchema(primary),
    ...(index && {
      GlobalSecondaryIndexes: [
        {
          IndexName: index.name,
          KeySchema: keySchema(index.keys),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  };
}

/** CreateTable's input for a table with the key `id`, of type S, and a stream of that view if one is named. */
export function streamedTable(TableName: string, view?: StreamViewType): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ...(view && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
  };
}

function keySchema([partition, sort]: WholeIndex['keys']): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}
