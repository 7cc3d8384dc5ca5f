import { randomUUID } from 'node:crypto';
import {
  DeleteTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExpenseStore } from '../../app/expenses/expenses.store.ts';
import { expenseKey } from '../../app/persistence/keys.ts';
import { openTable } from '../../app/persistence/table.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { as, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, targetTime } from './support/clock.ts';
import { aDraft, aWaiting, readExpense } from './support/expenses.ts';
import { aTeam, type Team } from './support/people.ts';
import { aFile, announce, lookedAt, post } from './support/receipts.ts';
import { target, withoutClock } from './support/target.ts';

const dynamodb = awsClient(DynamoDBClient);
const s3 = awsClient(S3Client);

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

/** What docs/operations.md, «Backup and restore», says to do, step by step. */
describe.skipIf(withoutClock)(`a rehearsed restore ${withoutClock}`, () => {
  const TargetTableName = uniqueName('restored');
  afterAll(() => dynamodb.send(new DeleteTableCommand({ TableName: TargetTableName })));

  it('brings back expenses as they were before the damage, lists and queues too', async () => {
    const draft = await aDraft(team.employee, { merchant: 'Before the damage' });
    const waiting = await aWaiting(team.employee);
    await advance('PT2S');
    const RestoreDateTime = await targetTime();
    await advance('PT2S');
    await damage(draft.id);
    expectStatus(await as(team.employee).post(`/expenses/${waiting.id}/recall`), 200);

    const SourceTableName = target.tableName;
    await dynamodb.send(
      new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, RestoreDateTime }),
    );

    const restored = createExpenseStore(openTable(dynamodb, TargetTableName, randomUUID));
    expect(await restored.load(draft.id)).toMatchObject({ merchant: 'Before the damage', version: 1 });
    expect(await restored.load(waiting.id)).toMatchObject({ status: 'submitted' });
    const { entries } = await restored.ofOwner(team.employee.id, {}, 10);
    expect(entries.map(({ id }) => id)).toEqual([waiting.id, draft.id]);
    const queue = await restored.waiting([`USER#${team.manager.id}`], team.manager.id, 10);
    expect(queue.entries.map(({ id }) => id)).toEqual([waiting.id]);
    // The table that is in use has not changed by it.
    expect((await readExpense(team.employee, waiting.id)).status).toBe('draft');
  });
});

/** What somebody with rights in AWS could do by mistake. */
function damage(id: string): Promise<unknown> {
  const { pk, sk } = expenseKey(id);
  return dynamodb.send(
    new UpdateItemCommand({
      TableName: target.tableName,
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: 'SET merchant = :lost REMOVE #owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':lost': { S: 'Lost' } },
    }),
  );
}

it('brings back the file of a removed receipt, by removing the mark of its deletion and tagging it again', async () => {
  const { id } = await aDraft(team.employee);
  const announced = await announce(team.employee, id);
  const file = aFile();
  await post(announced, file);
  await lookedAt(team.employee, id, announced.receipt.id);
  const object = {
    Bucket: announced.upload.fields.bucket,
    Key: `receipts/${id}/${announced.receipt.id}`,
  };
  const path = `/expenses/${id}/receipts/${announced.receipt.id}`;
  expectStatus(await as(team.employee).delete(path), 204);
  await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'NoSuchKey' });

  const versions = new ListObjectVersionsCommand({ Bucket: object.Bucket, Prefix: object.Key });
  const { DeleteMarkers = [], Versions = [] } = await s3.send(versions);
  expect([DeleteMarkers.length, Versions.length]).toEqual([1, 1]);
  const VersionId = Versions[0]?.VersionId;
  const tags = await s3.send(new GetObjectTaggingCommand({ ...object, VersionId }));
  expect(tags.TagSet).toEqual([{ Key: 'receipt', Value: 'pending' }]);
  await s3.send(new DeleteObjectCommand({ ...object, VersionId: DeleteMarkers[0]?.VersionId }));
  const Tagging = { TagSet: [{ Key: 'receipt', Value: 'accepted' }] };
  await s3.send(new PutObjectTaggingCommand({ ...object, VersionId, Tagging }));
  const { Body } = await s3.send(new GetObjectCommand(object));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(file);
});
