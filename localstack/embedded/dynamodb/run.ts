import { AwsError } from '../core/errors.ts';
import { type LegacyCondition, type ValidatedName, validated } from './dynalite.ts';
import { dynamoDbErrors } from './errors.ts';
import type { ExpressionRequest } from './expressions/request.ts';
import type { AttributeValue, Input, Item } from './model.ts';

/** One change of the parameter `AttributeUpdates`. */
export interface AttributeUpdate {
  readonly Action?: string;
  readonly Value?: AttributeValue;
}

/** An item operation's input once it was checked, with its expressions bound. */
export interface CheckedInput extends ExpressionRequest {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
  readonly ReturnItemCollectionMetrics?: string;
  readonly AttributeUpdates?: Readonly<Record<string, AttributeUpdate>>;
  readonly Expected?: Readonly<Record<string, LegacyCondition>>;
  readonly ConditionalOperator?: string;
  readonly AttributesToGet?: readonly string[];
  readonly Select?: string;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: Item;
  readonly KeyConditions?: Readonly<Record<string, LegacyCondition>>;
  readonly QueryFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly ScanFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

/** The input checked by dynalite's rules and its expressions by ours. Throws {@link AwsError}, e.g. ValidationException. */
export function check(name: ValidatedName, input: Input): CheckedInput & Record<string, unknown> {
  try {
    return validated(name, input) as CheckedInput & Record<string, unknown>;
  } catch (error) {
    throw asAwsError(error);
  }
}

/** Throws what one of dynalite's rules has found, as {@link AwsError}. */
export function refuse(found: Error | null | undefined): void {
  if (found) throw asAwsError(found);
}

/** dynalite's error as ours; what is no AWS error stays what it is, and is answered as a failure of ours. */
function asAwsError(error: unknown): unknown {
  if (error instanceof AwsError || !(error instanceof Error) || !('body' in error)) return error;
  const body = error.body as { __type?: string; message?: string; Message?: string };
  const code = body.__type?.split('#').at(-1);
  if (!code) return error;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 400;
  return new AwsError(code, body.message ?? body.Message ?? '', status);
}

/** The table that an operation names, by name or by ARN. Throws ValidationException. */
export function tableNameOf(input: Input): string {
  const { TableName: nameOrArn } = input;
  if (typeof nameOrArn !== 'string') {
    throw dynamoDbErrors.validation(
      "The parameter 'TableName' is required but was not present in the request",
    );
  }
  const name = nameOrArn.startsWith('arn:') ? (nameOrArn.split('/')[1] ?? '') : nameOrArn;
  if (name.length >= 3 && name.length <= 255 && /^[a-zA-Z0-9_.-]+$/.test(name)) return name;
  throw dynamoDbErrors.validation(
    `Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'`,
  );
}
