import type { GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import { listOf } from '../../core/authorization.ts';
import { AwsError, notImplemented } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import type { Description, Index, Input } from '../model.ts';
import { check } from '../run.ts';
import { wantedView, withStream } from '../streams/specification.ts';
import { described } from '../tables/description.ts';
import { globalIndex, indexArn, tableSettings, throughput } from '../tables/settings.ts';
import { checkedTags, type Tag } from '../tables/tags.ts';
import { withWarmThroughput } from '../tables/warm-throughput.ts';

/** Members that change what a table does and that are not emulated: named, never dropped. */
const REFUSED = ['ResourcePolicy', 'GlobalTableSettingsReplicationMode'] as const;

/** CreateTable: the table is ACTIVE at once. */
export const createTable = defineOperation({
  name: 'CreateTable',
  authorization: (input, place) =>
    onTable('CreateTable', ...(listOf(input.Tags).length > 0 ? ['TagResource'] : []))(input, place),
  async run(database: Database, input: Input, call: Call) {
    const data = check('createTable', structuredClone(input));
    for (const member of REFUSED) {
      if (input[member] !== undefined) throw notImplemented('dynamodb', `CreateTable with ${member}`);
    }
    const viewType = wantedView(input);
    const name = String(data.TableName);
    refuseRepeat(database, name);
    const tags = checkedTags((input.Tags as Tag[] | undefined) ?? []);
    const { description: encryption, tableKey } = await database.keys.encryptionOf(
      name,
      input,
      call.principal,
    );
    // Another call may have been faster while KMS was asked.
    refuseRepeat(database, name);
    const plain = {
      ...withWarmThroughput(descriptionOf(database, data, input), input),
      ...(encryption ? { SSEDescription: encryption } : {}),
    };
    const description = viewType === undefined ? plain : withStream(database.streams, plain, viewType);
    database.save({ description, tags, ...(tableKey === undefined ? {} : { tableKey }) });
    return { TableDescription: described(database, name) };
  },
});

function refuseRepeat(database: Database, name: string): void {
  if (!database.tables.has(name)) return;
  throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
}

function descriptionOf(
  database: Database,
  data: Readonly<Record<string, unknown>>,
  input: Input,
): Description {
  const { clock, random, region, accountId } = database.context;
  const name = String(data.TableName);
  const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
  const created = clock.now() / 1000;
  const global = data.GlobalSecondaryIndexes as Index[] | undefined;
  const local = data.LocalSecondaryIndexes as Index[] | undefined;
  const onDemand = data.BillingMode === 'PAY_PER_REQUEST';
  return {
    TableName: name,
    TableArn: arn,
    TableId: random.uuid(),
    TableStatus: 'ACTIVE',
    CreationDateTime: created,
    AttributeDefinitions: data.AttributeDefinitions as Description['AttributeDefinitions'],
    KeySchema: data.KeySchema as Description['KeySchema'],
    ProvisionedThroughput: throughput(data.ProvisionedThroughput),
    ...(onDemand
      ? { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created } }
      : {}),
    ...(global
      ? { GlobalSecondaryIndexes: global.map((index) => globalIndex(withMaximum(index, input), arn)) }
      : {}),
    ...(local
      ? { LocalSecondaryIndexes: local.map((index) => ({ ...index, IndexArn: indexArn(arn, index) })) }
      : {}),
    ...tableSettings(input),
  };
}

/** The index with its OnDemandThroughput, which dynalite's rules do not know and drop. */
function withMaximum(index: Index, input: Input): Index {
  const asked = (input.GlobalSecondaryIndexes ?? []) as readonly GlobalSecondaryIndex[];
  const { OnDemandThroughput } = asked.find(({ IndexName }) => IndexName === index.IndexName) ?? {};
  return OnDemandThroughput ? { ...index, OnDemandThroughput } : index;
}
