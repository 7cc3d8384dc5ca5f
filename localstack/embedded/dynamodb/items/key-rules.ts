import { dynamoDbErrors } from '../errors.ts';
import type { BoundUpdate } from '../expressions/request.ts';
import type { Description, Index } from '../model.ts';
import type { CheckedInput } from '../run.ts';

/** Throws ValidationException where an expression looks into a key, of the table or of an index. */
export function refuseNestedKeys(nested: readonly string[] | undefined, description: Description): void {
  if (!nested || nested.length === 0) return;
  for (const key of namesOf(description.KeySchema)) if (nested.includes(key)) throw notScalar('Key', key);
  for (const index of indexesOf(description)) {
    for (const key of namesOf(index.KeySchema)) if (nested.includes(key)) throw notScalar('IndexKey', key);
  }
}

function notScalar(kind: string, key: string): Error {
  return dynamoDbErrors.validation(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${key}`,
  );
}

/** An attribute as a whole that an update writes, with the type of what it writes where that is known. */
interface Written {
  readonly attribute: string;
  readonly type: string | undefined;
}

/**
 * Throws ValidationException where an update, by whichever parameter, changes the key, or gives an index's key another
 * type.
 */
export function checkUpdatedKeys(input: CheckedInput, description: Description): void {
  const { update, AttributeUpdates } = input;
  if (!update && !AttributeUpdates) return;
  const touched = update ? headsOf(update) : Object.keys(AttributeUpdates ?? {});
  for (const key of namesOf(description.KeySchema)) {
    if (!touched.includes(key)) continue;
    throw dynamoDbErrors.validation(
      `One or more parameter values were invalid: Cannot update attribute ${key}. This attribute is part of the key`,
    );
  }
  checkIndexKeys(update ? writtenBy(update) : writtenByLegacy(AttributeUpdates ?? {}), description);
  refuseNestedKeys(update?.nested, description);
}

function checkIndexKeys(written: readonly Written[], description: Description): void {
  for (const index of indexesOf(description)) {
    for (const key of namesOf(index.KeySchema)) {
      const type = written.find(({ attribute }) => attribute === key)?.type;
      const expected = typeOfKey(key, description);
      if (type === undefined || type === expected) continue;
      throw dynamoDbErrors.validation(
        `One or more parameter values were invalid: Type mismatch for Index Key ${key} Expected: ${expected} Actual: ${type} IndexName: ${index.IndexName}`,
      );
    }
  }
}

/** Throws ValidationException where what an update has read into an index's key has another type than that. */
export function checkComputedKeys(
  input: CheckedInput,
  item: Readonly<Record<string, object | undefined>>,
  description: Description,
): void {
  for (const { attribute } of input.update ? writtenBy(input.update) : []) {
    const value = item[attribute];
    if (
      value === undefined ||
      !indexesOf(description).some((index) => namesOf(index.KeySchema).includes(attribute))
    )
      continue;
    if (Object.hasOwn(value, typeOfKey(attribute, description) ?? '')) continue;
    throw dynamoDbErrors.validation(
      'The update expression attempted to update the secondary index key to unsupported type',
    );
  }
}

function headsOf(update: BoundUpdate): string[] {
  return update.sections.flatMap((actions) => actions.map(({ steps }) => steps[0] as string));
}

function writtenBy(update: BoundUpdate): Written[] {
  return update.sections.flatMap((actions) =>
    actions.flatMap((action) => {
      if (action.steps.length > 1 || action.kind === 'REMOVE') return [];
      const type = action.kind === 'SET' ? action.assigned.type : action.type;
      return [{ attribute: action.steps[0] as string, type }];
    }),
  );
}

function writtenByLegacy(updates: NonNullable<CheckedInput['AttributeUpdates']>): Written[] {
  return Object.entries(updates).flatMap(([attribute, { Value }]) =>
    Value ? [{ attribute, type: Object.keys(Value)[0] }] : [],
  );
}

/** The secondary indexes of a table. */
export function indexesOf(description: Description): readonly Index[] {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = description;
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
}

/** The type of a key attribute, as the table defines it. */
export function typeOfKey(name: string, description: Description): string | undefined {
  return description.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
}

/** The attributes of a key schema. */
export function namesOf(schema: Index['KeySchema']): string[] {
  return schema.map(({ AttributeName = '' }) => AttributeName);
}
