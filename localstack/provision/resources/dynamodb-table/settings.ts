import type {
  DynamoDB,
  SSESpecification,
  StreamSpecification,
  TableDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { differs } from '../../compare.ts';
import type { Tools } from '../../resource.ts';
import { type Arguments, isActive, isOnDemand, type Table, throughputOf } from './model.ts';

/** The key under which a table is kept. */
export function encryptionOf({ server_side_encryption: wanted }: Arguments): SSESpecification {
  if (!wanted?.enabled) return { Enabled: false };
  return { Enabled: true, SSEType: 'KMS', ...(wanted.kms_key_arn && { KMSMasterKeyId: wanted.kms_key_arn }) };
}

/**
 * Changes what UpdateTable takes besides indexes, each by a call of its own as DynamoDB wants it; says whether anything
 * had to be.
 */
export async function changeTable(
  dynamodb: DynamoDB,
  wanted: Arguments,
  found: TableDescription,
  { until }: Tools,
): Promise<boolean> {
  const TableName = wanted.name;
  const DeletionProtectionEnabled = wanted.deletion_protection_enabled;
  const changes: Omit<UpdateTableCommandInput, 'TableName'>[] = [
    ...(DeletionProtectionEnabled === (found.DeletionProtectionEnabled ?? false)
      ? []
      : [{ DeletionProtectionEnabled }]),
    ...billingChange(wanted, found),
    ...streamChanges(wanted, found),
    ...(encryptionDiffers(encryptionOf(wanted), found) ? [{ SSESpecification: encryptionOf(wanted) }] : []),
  ];
  for (const change of changes) {
    await dynamodb.updateTable({ TableName, ...change });
    await until(() => dynamodb.describeTable({ TableName }), isActive);
  }
  return changes.length > 0;
}

/** The stream that a table is to have; undefined for none. */
export function streamOf({ stream_enabled, stream_view_type }: Arguments): StreamSpecification | undefined {
  if (!stream_enabled) return undefined;
  return {
    StreamEnabled: true,
    StreamViewType: stream_view_type as NonNullable<StreamSpecification['StreamViewType']>,
  };
}

/** A stream's view is its own for good: another one is another stream, which begins once the old one has ended. */
function streamChanges(
  wanted: Arguments,
  { StreamSpecification: before }: TableDescription,
): Omit<UpdateTableCommandInput, 'TableName'>[] {
  const after = streamOf(wanted);
  if (after?.StreamViewType === before?.StreamViewType) return [];
  return [
    ...(before ? [{ StreamSpecification: { StreamEnabled: false } }] : []),
    ...(after ? [{ StreamSpecification: after }] : []),
  ];
}

/** With the first capacity of a table goes that of its indexes. */
function billingChange(
  wanted: Arguments,
  found: TableDescription,
): Omit<UpdateTableCommandInput, 'TableName'>[] {
  const wasOnDemand = found.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  if (isOnDemand(wanted)) return wasOnDemand ? [] : [{ BillingMode: 'PAY_PER_REQUEST' }];
  const ProvisionedThroughput = throughputOf(wanted);
  if (!wasOnDemand) {
    return differs({ ProvisionedThroughput }, found) ? [{ ProvisionedThroughput }] : [];
  }
  const updates = (found.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => {
    const index = wanted.global_secondary_index.find(({ name }) => name === IndexName) ?? wanted;
    return { Update: { IndexName, ProvisionedThroughput: throughputOf(index) } };
  });
  return [
    {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput,
      ...(updates.length > 0 && { GlobalSecondaryIndexUpdates: updates }),
    },
  ];
}

/** A key of the account's own has to be the same; without one named, any will do. */
function encryptionDiffers(wanted: SSESpecification, { SSEDescription: found }: TableDescription): boolean {
  if (wanted.Enabled !== (found?.Status === 'ENABLED')) return true;
  return wanted.KMSMasterKeyId !== undefined && wanted.KMSMasterKeyId !== found?.KMSMasterKeyArn;
}

/** Changes what has operations of its own; says whether anything had to be. */
export async function changeSettings(dynamodb: DynamoDB, wanted: Arguments, found: Table): Promise<boolean> {
  const expiry = await changeExpiry(dynamodb, wanted, found.ttl);
  const recovery = wanted.point_in_time_recovery?.enabled ?? false;
  if (recovery === found.recovery) return expiry;
  await dynamodb.updateContinuousBackups({
    TableName: wanted.name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovery },
  });
  return true;
}

/** Another attribute can hold the expiry only once the old one does not any more. */
async function changeExpiry(dynamodb: DynamoDB, wanted: Arguments, found: Table['ttl']): Promise<boolean> {
  const TableName = wanted.name;
  const before = found.Enabled ? found.AttributeName : undefined;
  const after = wanted.ttl?.enabled ? wanted.ttl.attribute_name : undefined;
  if (before === after) return false;
  const set = (AttributeName: string, Enabled: boolean) =>
    dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
  if (before !== undefined) await set(before, false);
  if (after !== undefined) await set(after, true);
  return true;
}
