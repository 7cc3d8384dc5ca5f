import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import awsLambdaFastify from '@fastify/aws-lambda';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';

/**
 * The least that a function like `http` can be: Fastify, its adapter and one AWS client, which reads one item. It has
 * no schema compilers either (see app/contract/bundle.ts): with Fastify's own it would have more to load.
 */
const schemaController = {
  compilersFactory: { buildValidator: () => () => () => true, buildSerializer: () => () => JSON.stringify },
} as unknown as NonNullable<FastifyServerOptions['schemaController']>;

const app: FastifyInstance = Fastify({ logger: false, schemaController });
const client = new DynamoDBClient({});

app.get<{ Params: { id: string } }>('/expenses/:id', async ({ params }) => {
  const Key = { pk: { S: `EXPENSE#${params.id}` }, sk: { S: 'EXPENSE' } };
  const TableName = process.env.EXPENSES_TABLE;
  const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return { merchant: Item?.merchant?.S };
});

const proxy = awsLambdaFastify(app);
await app.ready();

/** The same event as `http` gets. */
export const handler = (event: unknown, context: unknown): Promise<unknown> => proxy(event, context as never);
