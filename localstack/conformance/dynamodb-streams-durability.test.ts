import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { createEmbeddedAws, type EmbeddedAws } from '../embedded/index.ts';
import { ROLE } from '../testing/functions.ts';
import { streamedTable } from '../testing/tables.ts';
import { until } from '../testing/until.ts';

const START = Date.parse('2026-03-05T10:00:00.000Z');
const HOUR = 3_600_000;
const TableName = 'kept';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-streams-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

const start = (at = START) =>
  createEmbeddedAws({
    services: ['dynamodb', 'dynamodbstreams', 'sqs', 'lambda'],
    dataDirectory,
    clock: createClock(standingTime(at)),
    log: () => {},
  });

const calls =
  ({ context }: EmbeddedAws) =>
  <T = Record<string, never>>(service: string, operation: string, input: object) =>
    context.call<T>(service, operation, input, context.root);

type Call = ReturnType<typeof calls>;

async function createTable(call: Call): Promise<string> {
  const { TableDescription } = await call<{ TableDescription: { LatestStreamArn: string } }>(
    'dynamodb',
    'CreateTable',
    streamedTable(TableName, 'NEW_IMAGE'),
  );
  return TableDescription.LatestStreamArn;
}

const put = (call: Call, id: string) => call('dynamodb', 'PutItem', { TableName, Item: { id: { S: id } } });

async function iterator(call: Call, StreamArn: string): Promise<string> {
  const { StreamDescription } = await call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    'dynamodbstreams',
    'DescribeStream',
    { StreamArn },
  );
  const ShardId = StreamDescription.Shards[0]?.ShardId;
  const input = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = await call<{ ShardIterator: string }>(
    'dynamodbstreams',
    'GetShardIterator',
    input,
  );
  return ShardIterator;
}

interface Page {
  readonly Records: readonly {
    readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } }; SequenceNumber: string };
  }[];
  readonly NextShardIterator: string;
}

async function read(call: Call, ShardIterator: string) {
  const page = await call<Page>('dynamodbstreams', 'GetRecords', { ShardIterator });
  return {
    ids: page.Records.map(({ dynamodb }) => dynamodb.Keys.id.S),
    numbers: page.Records.map(({ dynamodb }) => dynamodb.SequenceNumber),
    next: page.NextShardIterator,
  };
}

describe('after a restart', () => {
  it('a stream has its records, takes its iterators, and goes on', async () => {
    let arn: string;
    let next: string;
    let before: readonly string[];
    {
      await using aws = await start();
      const call = calls(aws);
      arn = await createTable(call);
      await put(call, 'a');
      const page = await read(call, await iterator(call, arn));
      next = page.next;
      before = page.numbers;
      await put(call, 'b');
    }
    await using aws = await start();
    const call = calls(aws);
    await put(call, 'c');
    const page = await read(call, await iterator(call, arn));
    expect(page.ids).toEqual(['a', 'b', 'c']);
    expect(page.numbers[0]).toBe(before[0]);
    expect((await read(call, next)).ids).toEqual(['b', 'c']);
  });

  it('a stream of which all was trimmed gives no sequence number again', async () => {
    let arn: string;
    let last: string | undefined;
    {
      await using aws = await start();
      const call = calls(aws);
      arn = await createTable(call);
      await put(call, 'a');
      last = (await read(call, await iterator(call, arn))).numbers[0];
      await aws.clock.advance(25 * HOUR);
      expect((await read(call, await iterator(call, arn))).ids).toEqual([]);
    }
    await using aws = await start(START + 25 * HOUR);
    const call = calls(aws);
    await put(call, 'b');
    const { ids, numbers } = await read(call, await iterator(call, arn));
    expect(ids).toEqual(['b']);
    expect((numbers[0] ?? '') > (last ?? '')).toBe(true);
  });

  const QueueUrl = 'http://localhost/000000000000/handed';

  /** Has a function consume the table's stream, and say in a queue which items it was handed. */
  async function createConsumer(call: Call): Promise<string> {
    const source = `
      import { SendMessageCommand, SQSClient } from '${import.meta.resolve('@aws-sdk/client-sqs')}';
      const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
      export const handler = async ({ Records }) => {
        const MessageBody = Records.map(({ dynamodb }) => dynamodb.Keys.id.S).join();
        await sqs.send(new SendMessageCommand({ QueueUrl: '${QueueUrl}', MessageBody }));
      };`;
    const EventSourceArn = await createTable(call);
    await call('sqs', 'CreateQueue', { QueueName: 'handed' });
    await call('lambda', 'CreateFunction', {
      FunctionName: 'handed',
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.from(zipSync({ 'index.mjs': strToU8(source) })).toString('base64') },
    });
    const mapping = { EventSourceArn, FunctionName: 'handed', StartingPosition: 'TRIM_HORIZON' };
    const { UUID } = await call<{ UUID: string }>('lambda', 'CreateEventSourceMapping', mapping);
    return UUID;
  }

  /** The ids of items that the function was handed, once they end with `last`. */
  async function handedUpTo(call: Call, last: string): Promise<string[]> {
    const ids: string[] = [];
    await until(async () => {
      const { Messages = [] } = await call<{ Messages?: { Body: string }[] }>('sqs', 'ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 43_200,
      });
      ids.push(...Messages.flatMap(({ Body }) => Body.split(',')));
      return ids.at(-1) === last;
    });
    return ids;
  }

  const isDone = (call: Call, UUID: string) =>
    until(async () => {
      const found = await call<{ LastProcessingResult: string }>('lambda', 'GetEventSourceMapping', { UUID });
      return found.LastProcessingResult === 'OK';
    });

  it('a function goes on being handed what is written, and nothing twice', async () => {
    {
      await using aws = await start();
      const call = calls(aws);
      const UUID = await createConsumer(call);
      await put(call, 'a');
      expect(await handedUpTo(call, 'a')).toEqual(['a']);
      await isDone(call, UUID);
    }
    await using aws = await start();
    const call = calls(aws);
    await put(call, 'b');
    expect(await handedUpTo(call, 'b')).toEqual(['b']);
  });

  it('a function is handed what came while its mapping was off', async () => {
    let UUID: string;
    {
      await using aws = await start();
      const call = calls(aws);
      UUID = await createConsumer(call);
      await put(call, 'a');
      expect(await handedUpTo(call, 'a')).toEqual(['a']);
      await isDone(call, UUID);
      await call('lambda', 'UpdateEventSourceMapping', { UUID, Enabled: false });
      await put(call, 'b');
    }
    await using aws = await start();
    const call = calls(aws);
    await call('lambda', 'UpdateEventSourceMapping', { UUID, Enabled: true });
    await put(call, 'c');
    expect(await handedUpTo(call, 'c')).toEqual(['b', 'c']);
  });
});
