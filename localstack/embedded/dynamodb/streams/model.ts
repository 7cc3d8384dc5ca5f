import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';

/** Which images of an item a stream shows. */
export const VIEW_TYPES = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] as const;
/** See {@link VIEW_TYPES}. */
export type ViewType = (typeof VIEW_TYPES)[number];

/** One change of an item, as it is kept. The images are the items' texts in JSON, which the table keeps as well. */
export interface Change {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Absent where the item is new. */
  readonly before?: string;
  /** Absent where the item is gone. */
  readonly after?: string;
  /** Set where DynamoDB itself removed the item, because it had expired. */
  readonly expired?: true;
}

/** A stream without its changes. */
export interface StreamState {
  readonly arn: string;
  /** When it was enabled, in ISO 8601 without a zone: the ARN's last part. */
  readonly label: string;
  readonly tableName: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly viewType: ViewType;
  readonly shardId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When it was disabled or its table deleted, in milliseconds since the epoch. */
  readonly endedAt?: number;
  /** The position of the last change that was trimmed; zero where none was. */
  readonly trimmedTo: number;
}
