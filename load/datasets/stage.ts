import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LoadError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { LoadTarget } from '../run/target.ts';
import type { Team } from '../shared/plan.ts';
import { type DatasetName, datasetSeed, datasets } from './catalogue.ts';
import { generateDataset } from './generate.ts';
import { startApprovals, writeItems } from './seed.ts';

/**
 * Fills the table of a deployed stage, unless it holds the dataset already: an item of its own says so.
 *
 * @throws LoadError `dataset` for a stage that keeps its data, and when the table cannot be written
 */
export async function seedStage(
  name: DatasetName,
  target: LoadTarget,
  teams: readonly Team[],
  log: Log,
): Promise<void> {
  const tableName = seedableTable(target);
  const size = datasets[name];
  const key = { pk: { S: `DATASET#${name}-${datasetSeed}` }, sk: { S: 'DATASET' } };
  const dynamodb = new DynamoDBClient(target.aws);
  try {
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: tableName, Key: key }));
    if (Item) return log(`dataset ${name} is there since ${Item.seededAt?.S}`);
    log(`writing dataset ${name} into ${tableName}: ${size.expenses} expenses of ${size.people} people`);
    const source = { size, seed: datasetSeed, teams, now: Date.now() };
    const { written, starts } = await writeItems(target, generateDataset(source));
    await startApprovals(target, starts);
    const seededAt = { S: new Date().toISOString() };
    await dynamodb.send(new PutItemCommand({ TableName: tableName, Item: { ...key, seededAt } }));
    log(`${written} items written, ${starts.length} approvals started`);
  } finally {
    dynamodb.destroy();
  }
}

/**
 * The table that may be filled.
 *
 * @throws LoadError `dataset` for production, or a target that does not say its table
 */
export function seedableTable({ tableName }: Pick<LoadTarget, 'tableName'>): string {
  if (!tableName) throw new LoadError('dataset', 'A dataset needs table_name among the outputs.');
  // Names are PROJECT-STAGE-PART, and `prod` is the stage that keeps its data.
  if (/(^|-)prod(-|$)/.test(tableName)) {
    throw new LoadError('dataset', `${tableName} is a production table: no dataset is written into it.`);
  }
  return tableName;
}
