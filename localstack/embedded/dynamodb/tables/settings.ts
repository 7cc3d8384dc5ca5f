import { dynamoDbErrors } from '../errors.ts';
import type { Description, Index, Input, Throughput } from '../model.ts';

/** The settings that CreateTable and UpdateTable both take, as they are described. */
export function tableSettings(input: Input): Partial<Description> {
  const onDemand = input.OnDemandThroughput as Description['OnDemandThroughput'] | undefined;
  const tableClass = input.TableClass;
  return {
    ...(typeof input.DeletionProtectionEnabled === 'boolean'
      ? { DeletionProtectionEnabled: input.DeletionProtectionEnabled }
      : {}),
    ...(typeof tableClass === 'string'
      ? { TableClassSummary: { TableClass: checkedClass(tableClass) } }
      : {}),
    ...(onDemand ? { OnDemandThroughput: onDemand } : {}),
  };
}

/** An index as CreateTable and UpdateTable describe it. */
export function globalIndex(index: Index, tableArn: string): Index & { ProvisionedThroughput: Throughput } {
  return {
    ...index,
    IndexArn: indexArn(tableArn, index),
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: throughput((index as { ProvisionedThroughput?: unknown }).ProvisionedThroughput),
  };
}

function checkedClass(value: string): string {
  if (value === 'STANDARD' || value === 'STANDARD_INFREQUENT_ACCESS') return value;
  throw dynamoDbErrors.validation(
    `1 validation error detected: Value '${value}' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]`,
  );
}

/** Provisioned capacity as it is described, from what was sent. */
export function throughput(value: unknown): Throughput {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = (value ?? {}) as Partial<Throughput>;
  return { ReadCapacityUnits, WriteCapacityUnits, NumberOfDecreasesToday: 0 };
}

/** An index's ARN. */
export function indexArn(tableArn: string, index: Index): string {
  return `${tableArn}/index/${index.IndexName}`;
}
