import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aFunction } from '../testing/functions.ts';
import { streamedTable } from '../testing/tables.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { until } from '../testing/until.ts';

/** What a function was handed at a time: the ids of the items, with their attribute `round` where they have it. */
export type Handed = readonly string[];

/** A table with a stream, and a function that is mapped to it and says in a queue what it was handed. */
export interface StreamedFunction {
  readonly TableName: string;
  readonly StreamArn: string;
  readonly FunctionName: string;
  readonly UUID: string;
  put(id: string, more?: Record<string, AttributeValue>): Promise<void>;
  /** Every batch up to now, once there are `count` of them. */
  handed(count: number): Promise<readonly Handed[]>;
}

/**
 * The clients of one AWS for tests of mappings to streams.
 *
 * @param meanwhile what happens between two looks at what functions were handed; default: nothing
 */
export function streamFixtures(aws: StartedEmbedded, meanwhile: () => Promise<void> = async () => {}) {
  const lambda = aws.client(LambdaClient);
  const sqs = aws.client(SQSClient);
  const dynamodb = aws.client(DynamoDBClient);

  async function aQueue(): Promise<{ url: string; arn: string }> {
    const QueueName = uniqueName('queue');
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
    return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
  }

  async function aTable(
    StreamViewType: StreamViewType = 'NEW_AND_OLD_IMAGES',
  ): Promise<{ TableName: string; StreamArn: string }> {
    const TableName = uniqueName('table');
    const { TableDescription } = await dynamodb.send(
      new CreateTableCommand(streamedTable(TableName, StreamViewType)),
    );
    return { TableName, StreamArn: TableDescription?.LatestStreamArn ?? '' };
  }

  async function put(
    TableName: string,
    id: string,
    more: Record<string, AttributeValue> = {},
  ): Promise<void> {
    await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
  }

  /** Messages of a queue up to now, once there are `count` of them. */
  async function messages(url: string, count: number, known: string[] = []): Promise<readonly string[]> {
    await until(
      async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 }),
        );
        known.push(...Messages.map(({ Body = '' }) => Body));
        if (known.length >= count) return true;
        await meanwhile();
        return false;
      },
      { what: `${count} messages, of which there are ${known.length}` },
    );
    return known;
  }

  /**
   * @param answer the body of the function, of `records`, the records' `ids`, and `attempts`, how often it was called
   */
  async function aStreamedFunction(
    answer = '',
    settings: Partial<CreateEventSourceMappingCommandInput> = {},
    before: (table: { TableName: string; StreamArn: string }) => Promise<unknown> = async () => {},
  ): Promise<StreamedFunction> {
    const [table, log] = [await aTable(), await aQueue()];
    const FunctionName = await aFunction(
      lambda,
      `import { SendMessageCommand, SQSClient } from '${import.meta.resolve('@aws-sdk/client-sqs')}';
       const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
       let attempts = 0;
       export const handler = async ({ Records: records }) => {
         attempts++;
         const ids = records.map(({ dynamodb: { Keys, NewImage } }) => Keys.id.S + (NewImage?.round?.N ?? ''));
         await sqs.send(new SendMessageCommand({ QueueUrl: ${JSON.stringify(log.url)}, MessageBody: JSON.stringify(ids) }));
         ${answer}
       };`,
    );
    await before(table);
    const { UUID = '' } = await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: table.StreamArn,
        FunctionName,
        StartingPosition: 'TRIM_HORIZON',
        ...settings,
      }),
    );
    const known: string[] = [];
    return {
      ...table,
      FunctionName,
      UUID,
      put: (id, more) => put(table.TableName, id, more),
      async handed(count) {
        return (await messages(log.url, count, known)).map((text) => JSON.parse(text) as Handed);
      },
    };
  }

  return { lambda, sqs, dynamodb, aQueue, aTable, put, messages, aStreamedFunction };
}
