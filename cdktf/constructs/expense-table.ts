import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { Construct } from 'constructs';
import type { TableIndex, table as tableShape } from '../../app/contract/table.ts';
import type { DataKey } from './data-key.ts';
import type { Grantee } from './service-role.ts';
import { allow } from './statements.ts';

type TableShape = typeof tableShape;

export interface ExpenseTableProps {
  readonly name: string;
  readonly shape: TableShape;
  /** Whether the table refuses to be deleted. */
  readonly protectData: boolean;
  readonly key: DataKey;
}

/** The actions of DynamoDB that act on single items. */
export type ItemAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'ConditionCheckItem';

/** The one table: on demand, encrypted, restorable to any second of the last 35 days. */
export class ExpenseTable extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ExpenseTableProps) {
    super(scope, id);
    const { shape } = props;
    const indexes: readonly TableIndex[] = Object.values(shape.indexes);
    const keys = [shape, ...indexes].flatMap((index) => [index.partitionKey, index.sortKey]);
    const table = new DynamodbTable(this, 'table', {
      name: props.name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: shape.partitionKey,
      rangeKey: shape.sortKey,
      attribute: [...new Set(keys)].map((name) => ({ name, type: 'S' })),
      globalSecondaryIndex: indexes.map((index) => ({
        name: index.name,
        hashKey: index.partitionKey,
        rangeKey: index.sortKey,
        projectionType: 'INCLUDE',
        nonKeyAttributes: [...index.projection],
      })),
      ttl: { attributeName: shape.timeToLive, enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: props.key.arn },
      deletionProtectionEnabled: props.protectData,
      ...(props.protectData && { lifecycle: { preventDestroy: true } }),
    });
    this.name = table.name;
    this.arn = table.arn;
  }

  /** Allows actions on items of the table itself. */
  grantItems(grantee: Grantee, need: string, actions: readonly ItemAction[]): void {
    grantee.grant(
      need,
      allow(
        actions.map((action) => `dynamodb:${action}`),
        [this.arn],
      ),
    );
  }

  /** Allows queries on indexes of the table, and on nothing else. */
  grantQuery(grantee: Grantee, need: string, indexes: readonly TableIndex[]): void {
    grantee.grant(
      need,
      allow(
        ['dynamodb:Query'],
        indexes.map((index) => `${this.arn}/index/${index.name}`),
      ),
    );
  }
}
