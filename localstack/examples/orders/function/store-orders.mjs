import { DynamoDB } from '@aws-sdk/client-dynamodb';

const table = new DynamoDB();

/** Stores each order of the queue; one that cannot be stored comes again, and alone. */
export async function handler({ Records }) {
  const stored = await Promise.allSettled(Records.map(store));
  const failed = Records.filter((_, index) => stored[index].status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function store({ body }) {
  const { id, item } = JSON.parse(body);
  const storedAt = new Date().toISOString();
  await table.putItem({
    TableName: process.env.TABLE_NAME,
    Item: { id: { S: id }, item: { S: item }, storedAt: { S: storedAt } },
  });
}
