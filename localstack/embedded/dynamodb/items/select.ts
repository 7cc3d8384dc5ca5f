import { dynamoDbErrors } from '../errors.ts';
import type { Description, Index } from '../model.ts';
import type { CheckedInput } from '../run.ts';
import { namesOf } from './key-rules.ts';

/** What a Query or Scan reads: a table or one of its indexes. */
export interface Source {
  readonly index: Index | undefined;
  readonly isGlobal: boolean;
  /** The attributes that the index holds; undefined for all. */
  readonly held: ReadonlySet<string> | undefined;
}

/** What the call reads. Throws ValidationException for an index that is not there, or that has no consistent reads. */
export function sourceOf(input: CheckedInput, description: Description): Source {
  const { IndexName } = input;
  if (IndexName === undefined) return { index: undefined, isGlobal: false, held: undefined };
  const global = description.GlobalSecondaryIndexes?.find((index) => index.IndexName === IndexName);
  const index = global ?? description.LocalSecondaryIndexes?.find((local) => local.IndexName === IndexName);
  if (!index) {
    throw dynamoDbErrors.validation(`The table does not have the specified index: ${IndexName}`);
  }
  if (global && input.ConsistentRead) {
    throw dynamoDbErrors.validation('Consistent reads are not supported on global secondary indexes');
  }
  return { index, isGlobal: global !== undefined, held: heldBy(index, description) };
}

function heldBy({ Projection, KeySchema }: Index, description: Description): ReadonlySet<string> | undefined {
  if (Projection?.ProjectionType === 'ALL') return undefined;
  const others = Projection?.NonKeyAttributes ?? [];
  return new Set([...namesOf(KeySchema), ...namesOf(description.KeySchema), ...others]);
}

/** Throws ValidationException where `Select` contradicts the other parameters. */
export function checkSelect({
  Select,
  IndexName,
  ProjectionExpression,
  AttributesToGet,
}: CheckedInput): void {
  const selection =
    ProjectionExpression !== undefined
      ? 'ProjectionExpression'
      : AttributesToGet !== undefined
        ? 'AttributesToGet'
        : undefined;
  if (Select === undefined) return;
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    if (selection !== undefined) return;
    throw dynamoDbErrors.validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw dynamoDbErrors.validation(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
  if (selection === undefined) return;
  const chosen = Select === 'COUNT' ? 'only the Count' : Select;
  throw dynamoDbErrors.validation(`Cannot specify the ${selection} when choosing to get ${chosen}`);
}

/** Throws ValidationException where a global index is asked for what it does not hold, or any index to filter by that. */
export function checkHeld(input: CheckedInput, { index, isGlobal, held }: Source): void {
  if (!index || !held) return;
  if (isGlobal && input.Select === 'ALL_ATTRIBUTES') {
    throw invalid(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.IndexName} because its projection type is not ALL`,
    );
  }
  const asked = isGlobal ? notHeld(askedOf(input), held) : [];
  if (asked.length > 0) {
    throw invalid(`Global secondary index ${index.IndexName} does not project [${asked.join(', ')}]`);
  }
  const legacy = Object.keys(input.QueryFilter ?? input.ScanFilter ?? {});
  const filtered = notHeld(input.filter?.attributes ?? legacy, held);
  if (filtered.length > 0) {
    throw invalid(
      `Secondary index ${index.IndexName} does not project one or more filter attributes: [${filtered.join(', ')}]`,
    );
  }
}

/** Whether the items have to be read from the table, because the local index lacks some of what is asked for. */
export function isReadFromTable(input: CheckedInput, { index, held }: Source): boolean {
  if (!index || !held) return false;
  return input.Select === 'ALL_ATTRIBUTES' || notHeld(askedOf(input), held).length > 0;
}

function askedOf({ projection, AttributesToGet }: CheckedInput): readonly string[] {
  return projection ? projection.places.map(([head]) => head as string) : (AttributesToGet ?? []);
}

function notHeld(names: readonly string[], held: ReadonlySet<string>): string[] {
  return [...new Set(names)].filter((name) => !held.has(name));
}

function invalid(what: string): Error {
  return dynamoDbErrors.validation(`One or more parameter values were invalid: ${what}`);
}
