import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { approvalWorkflow } from '../../app/approvals/workflow/index.ts';
import { table } from '../../app/contract/table.ts';
import { openTable, type Table } from '../../app/persistence/table.ts';
import { createClock, standingTime, type TimeSource } from '../../localstack/embedded/clock/clock.ts';
import type { ServiceName } from '../../localstack/embedded/index.ts';
import { type StartedEmbedded, startEmbedded } from '../../localstack/testing/embedded.ts';

/** An embedded AWS with what the application keeps its data in. */
export interface AppAws extends AsyncDisposable {
  readonly aws: StartedEmbedded;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly tableName: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly table: Table;
  /** The emulated time. */
  now(): Date;
  /** Lets `seconds` pass, and everything that falls due meanwhile happen. */
  pass(seconds: number): Promise<void>;
}

/**
 * Starts one, with its table, its bucket and its state machine. Its time stands still until it is passed; presigned
 * links, which the SDK dates by the machine's clock, need the machine's `time`.
 */
export async function startAppAws(
  time: TimeSource = standingTime(Date.parse('2026-03-05T10:00:00.000Z')),
  others: readonly ServiceName[] = [],
): Promise<AppAws> {
  const aws = await startEmbedded({
    services: ['dynamodb', 's3', 'sfn', ...others],
    clock: createClock(time),
  });
  const [dynamodb, s3, sfn] = [aws.client(DynamoDBClient), aws.client(S3Client), aws.client(SFNClient)];
  const tableName = 'expenses';
  const bucket = 'receipts';
  await dynamodb.send(new CreateTableCommand(tableDefinition(tableName)));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'approval',
      roleArn: 'arn:aws:iam::000000000000:role/approval',
      definition: JSON.stringify(approvalWorkflow({ tableName })),
    }),
  );
  return {
    aws,
    dynamodb,
    s3,
    sfn,
    tableName,
    bucket,
    stateMachineArn,
    table: openTable(dynamodb, tableName, randomUUID),
    now: () => new Date(aws.context.clock.now()),
    pass: (seconds) => aws.context.clock.advance(seconds * 1000),
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  };
}

function tableDefinition(TableName: string) {
  const { partitionKey, sortKey } = table;
  const indexes = Object.values(table.indexes);
  const keys = new Set([
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ]);
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [...keys].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.projection] },
    })),
  };
}

function keySchema(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
