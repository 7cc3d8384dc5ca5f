import { dynamoDbErrors } from '../errors.ts';
import type { Description, Input, Throughput } from '../model.ts';

/** What a table or an index can take at once, in units a second. */
export interface WarmThroughput {
  readonly ReadUnitsPerSecond: number;
  readonly WriteUnitsPerSecond: number;
  readonly Status: 'ACTIVE';
}

/** What a request wants it to be. */
type Wanted = Partial<Omit<WarmThroughput, 'Status'>>;

/** What is paid for by request begins with (Developer Guide, «Understanding DynamoDB warm throughput»). */
const ON_DEMAND: WarmThroughput = {
  ReadUnitsPerSecond: 12_000,
  WriteUnitsPerSecond: 4_000,
  Status: 'ACTIVE',
};
const UNITS = ['ReadUnitsPerSecond', 'WriteUnitsPerSecond'] as const;

/** The warm throughput of a table and of its indexes, by name. */
interface Warmth {
  readonly table: WarmThroughput;
  readonly indexes: ReadonlyMap<string, WarmThroughput>;
}

/**
 * A description with what table and indexes can take at once. It is never less than it was, nor than what is provisioned.
 *
 * @param input what CreateTable or UpdateTable asks for
 * @param before the description before; undefined for a new table
 * @throws ValidationException where less is asked for than there is
 */
export function withWarmThroughput(
  description: Description,
  input: Input = {},
  before?: Description,
): Description {
  const old = before && warmthOf(before);
  const own = wantedOf(input);
  const { GlobalSecondaryIndexes: indexes } = description;
  const table = raised(higher(leastOf(description, description), old?.table), own.table, 'table', before);
  return {
    ...description,
    WarmThroughput: table,
    ...(indexes
      ? {
          GlobalSecondaryIndexes: indexes.map((index) => ({
            ...index,
            WarmThroughput: raised(
              higher(leastOf(description, index), old?.indexes.get(index.IndexName)),
              own.indexes.get(index.IndexName),
              `index ${index.IndexName}`,
              before,
            ),
          })),
        }
      : {}),
  };
}

function warmthOf(description: Description): Warmth {
  const { WarmThroughput: table, GlobalSecondaryIndexes = [] } = description;
  return {
    table: (table as WarmThroughput | undefined) ?? leastOf(description, description),
    indexes: new Map(
      GlobalSecondaryIndexes.map((index) => [
        index.IndexName,
        (index.WarmThroughput as WarmThroughput | undefined) ?? leastOf(description, index),
      ]),
    ),
  };
}

function wantedOf(input: Input): {
  readonly table: Wanted | undefined;
  readonly indexes: ReadonlyMap<string, Wanted | undefined>;
} {
  interface IndexInput {
    readonly IndexName: string;
    readonly WarmThroughput?: Wanted;
  }
  const made = (input.GlobalSecondaryIndexes ?? []) as readonly IndexInput[];
  const changed = (input.GlobalSecondaryIndexUpdates ?? []) as readonly {
    readonly Create?: IndexInput;
    readonly Update?: IndexInput;
  }[];
  const indexes = [...made, ...changed.flatMap(({ Create, Update }) => Create ?? Update ?? [])];
  return {
    table: input.WarmThroughput as Wanted | undefined,
    indexes: new Map(indexes.map(({ IndexName, WarmThroughput }) => [IndexName, WarmThroughput])),
  };
}

/** What a table or index can take for how it is paid. */
function leastOf(
  { BillingModeSummary }: Description,
  { ProvisionedThroughput }: { readonly ProvisionedThroughput?: unknown },
): WarmThroughput {
  if (BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST') return ON_DEMAND;
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = (ProvisionedThroughput ??
    {}) as Partial<Throughput>;
  return { ReadUnitsPerSecond: ReadCapacityUnits, WriteUnitsPerSecond: WriteCapacityUnits, Status: 'ACTIVE' };
}

function higher(a: WarmThroughput, b: WarmThroughput | undefined): WarmThroughput {
  if (!b) return a;
  return {
    ReadUnitsPerSecond: Math.max(a.ReadUnitsPerSecond, b.ReadUnitsPerSecond),
    WriteUnitsPerSecond: Math.max(a.WriteUnitsPerSecond, b.WriteUnitsPerSecond),
    Status: 'ACTIVE',
  };
}

function raised(
  current: WarmThroughput,
  wanted: Wanted | undefined,
  what: string,
  before: Description | undefined,
): WarmThroughput {
  if (!wanted) return current;
  const low = UNITS.find((unit) => (wanted[unit] ?? current[unit]) < current[unit]);
  if (!low) return { ...current, ...wanted };
  const than = before
    ? 'current WarmThroughput, decreasing WarmThroughput is not supported'
    : 'initial throughput';
  throw dynamoDbErrors.validation(
    `One or more parameter values were invalid: Requested ${low} for WarmThroughput for ${what} is lower than ${than}`,
  );
}
