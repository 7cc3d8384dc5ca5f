import type {
  AttributeDefinition,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';

/** An operation's input, as it came in. */
export type Input = Readonly<Record<string, unknown>>;

/** An operation's output, as DynamoDB's JSON. */
export type Output = Record<string, unknown>;

/** A value as it travels in DynamoDB's JSON, e.g. `{ "S": "text" }`; binary as base64 text. */
export type AttributeValue = Readonly<Record<string, unknown>>;
/** An item as it travels in DynamoDB's JSON. */
export type Item = Record<string, AttributeValue>;

/** A secondary index with what the store needs to know of it. */
export type Index = (GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription) & {
  IndexName: string;
  KeySchema: KeySchemaElement[];
};

/** What DescribeTable answers, with timestamps as epoch seconds; counts are filled in when it is read. */
export interface Description
  extends Omit<
    TableDescription,
    | 'TableName'
    | 'TableArn'
    | 'KeySchema'
    | 'AttributeDefinitions'
    | 'GlobalSecondaryIndexes'
    | 'LocalSecondaryIndexes'
    | 'CreationDateTime'
    | 'BillingModeSummary'
    | 'TableClassSummary'
    | 'ProvisionedThroughput'
    | 'SSEDescription'
  > {
  TableName: string;
  TableArn: string;
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: AttributeDefinition[];
  GlobalSecondaryIndexes?: (Index & GlobalSecondaryIndexDescription)[];
  LocalSecondaryIndexes?: (Index & LocalSecondaryIndexDescription)[];
  CreationDateTime: number;
  BillingModeSummary?: { BillingMode: string; LastUpdateToPayPerRequestDateTime?: number };
  TableClassSummary?: { TableClass: string; LastUpdateDateTime?: number };
  ProvisionedThroughput: Throughput;
  SSEDescription?: {
    Status: string;
    SSEType: string;
    KMSMasterKeyArn: string;
    InaccessibleEncryptionDateTime?: number;
  };
}

/** Provisioned capacity as it is described; zero for tables that pay per request. */
export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
  NumberOfDecreasesToday: number;
}

/** A table's own record: its description and the settings that other operations change. */
export interface Table {
  readonly description: Description;
  readonly tags: Readonly<Record<string, string>>;
  /** The attribute that holds an item's expiry in epoch seconds, where expiry is on. */
  readonly timeToLive?: string;
  /** Where point-in-time recovery is on: since when (epoch seconds) and for how many days. */
  readonly pointInTimeRecovery?: { readonly since: number; readonly days: number };
  /** The table key, encrypted under the key in KMS; base64. Absent where the table has none in this account. */
  readonly tableKey?: string;
  /** Since when the key in KMS could not be used, in epoch seconds. */
  readonly inaccessibleSince?: number;
}
