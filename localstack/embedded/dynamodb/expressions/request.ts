import type { AttributeValue, Item } from '../model.ts';
import { bindCondition, type ItemTest } from './bind-condition.ts';
import { bindProjection } from './bind-projection.ts';
import { type BoundAction, bindUpdate } from './bind-update.ts';
import { ExpressionError } from './error.ts';
import { type KeyCondition, keyConditionsOf } from './key-condition.ts';
import { conditions, projections, updates } from './parsed.ts';
import { Scope } from './scope.ts';
import type { Path, Step } from './syntax.ts';

/** A condition or filter of one request. */
export interface BoundCondition {
  readonly test: ItemTest;
  /** The top-level attributes that it names. */
  readonly attributes: readonly string[];
  /** Those of them of which it names a part. */
  readonly nested: readonly string[];
}

/** A projection of one request. */
export interface BoundProjection {
  readonly places: readonly (readonly Step[])[];
  readonly nested: readonly string[];
}

/** An update of one request. */
export interface BoundUpdate {
  readonly sections: readonly (readonly BoundAction[])[];
  readonly nested: readonly string[];
}

/** A request's expressions and placeholders, and where they are put once they are bound. */
export interface ExpressionRequest {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
  update?: BoundUpdate;
  condition?: BoundCondition;
  /** By attribute; a text is what is wrong with it. */
  keyConditions?: Readonly<Record<string, KeyCondition>> | string;
  filter?: BoundCondition;
  projection?: BoundProjection;
}

const MOST_KEY_BYTES = 255;
/** The longest expression, in bytes. */
const MOST_BYTES = 4_096;

/**
 * Binds the expressions of a request to its placeholders, each by its own member of it. Returns what is wrong, in
 * DynamoDB's words.
 *
 * @param faultOf what is wrong with a value; it may write its numbers in their usual form
 */
export function bindExpressions(
  request: ExpressionRequest,
  faultOf: (value: AttributeValue) => string | undefined,
): string | undefined {
  try {
    checkNames(request.ExpressionAttributeNames);
    checkValues(request.ExpressionAttributeValues, faultOf);
    const scope = new Scope(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
    bindAll(request, scope);
    refuseUnused('ExpressionAttributeNames', scope.unusedNames());
    refuseUnused('ExpressionAttributeValues', scope.unusedValues());
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

function bindAll(request: ExpressionRequest, scope: Scope): void {
  const { UpdateExpression, ConditionExpression, KeyConditionExpression } = request;
  const { FilterExpression, ProjectionExpression } = request;
  if (UpdateExpression !== undefined) {
    request.update = within('UpdateExpression', () => boundUpdate(checkedText(UpdateExpression), scope));
  }
  if (ConditionExpression !== undefined) {
    request.condition = within('ConditionExpression', () =>
      boundCondition(checkedText(ConditionExpression), scope),
    );
  }
  if (KeyConditionExpression !== undefined) {
    within('KeyConditionExpression', () => boundCondition(checkedText(KeyConditionExpression), scope));
  }
  if (FilterExpression !== undefined) {
    // Scan alone tells the size.
    const text = () => checkedText(FilterExpression, KeyConditionExpression === undefined);
    request.filter = within('FilterExpression', () => boundCondition(text(), scope));
  }
  if (ProjectionExpression !== undefined) {
    request.projection = within('ProjectionExpression', () =>
      boundProjection(checkedText(ProjectionExpression), scope),
    );
  }
  // Whether it is one on keys is only asked of a request that is right otherwise.
  if (KeyConditionExpression !== undefined) {
    request.keyConditions = keyConditions(KeyConditionExpression, scope);
  }
}

/** The text, which is not empty and not too long. */
function checkedText(text: string, tellsSize = false): string {
  if (text === '') throw new ExpressionError('The expression can not be empty;');
  // No character has more than three bytes for each of its units.
  if (text.length * 3 <= MOST_BYTES) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST_BYTES) return text;
  throw new ExpressionError(
    `Expression size has exceeded the maximum allowed size;${tellsSize ? ` expression size: ${bytes}` : ''}`,
  );
}

function within<T>(parameter: string, bind: () => T): T {
  try {
    return bind();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`Invalid ${parameter}: ${error.message}`);
  }
}

function boundCondition(text: string, scope: Scope): BoundCondition {
  const { condition, paths } = conditions.of(text);
  const test = bindCondition(condition, scope);
  return {
    test,
    attributes: paths.map((path) => scope.head(path)),
    nested: nestedOf(paths, scope),
  };
}

function boundUpdate(text: string, scope: Scope): BoundUpdate {
  const { sections, paths } = updates.of(text);
  return { sections: bindUpdate(sections, scope), nested: nestedOf(paths, scope) };
}

function boundProjection(text: string, scope: Scope): BoundProjection {
  const paths = projections.of(text);
  return { places: bindProjection(paths, scope), nested: nestedOf(paths, scope) };
}

function nestedOf(paths: readonly Path[], scope: Scope): readonly string[] {
  const nested: string[] = [];
  for (const path of paths) {
    if (path.steps.length > 1) nested.push(scope.head(path));
  }
  return nested;
}

function keyConditions(text: string, scope: Scope): Readonly<Record<string, KeyCondition>> | string {
  try {
    return keyConditionsOf(conditions.of(text).condition, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

function checkNames(names: Readonly<Record<string, string>> | undefined): void {
  if (names === undefined) return;
  checkKeys('ExpressionAttributeNames', names, /^#\w+$/);
  for (const key in names) {
    if (names[key] !== '') continue;
    throw new ExpressionError(
      `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`,
    );
  }
}

function checkValues(
  values: Readonly<Item> | undefined,
  faultOf: (value: AttributeValue) => string | undefined,
): void {
  if (values === undefined) return;
  checkKeys('ExpressionAttributeValues', values, /^:\w+$/);
  for (const key in values) {
    const fault = faultOf(values[key] as AttributeValue);
    if (fault === undefined) continue;
    throw new ExpressionError(`ExpressionAttributeValues contains invalid value: ${fault} for key ${key}`);
  }
}

function checkKeys(parameter: string, placeholders: object, form: RegExp): void {
  let empty = true;
  for (const key in placeholders) {
    empty = false;
    const bytes = Buffer.byteLength(key);
    if (bytes > MOST_KEY_BYTES) {
      throw new ExpressionError(
        `${parameter} contains invalid key: The expression attribute map contains a key that is too long; size of key: ${bytes}`,
      );
    }
    if (!form.test(key)) {
      throw new ExpressionError(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
    }
  }
  if (empty) throw new ExpressionError(`${parameter} must not be empty`);
}

function refuseUnused(parameter: string, placeholders: readonly string[]): void {
  if (placeholders.length === 0) return;
  throw new ExpressionError(
    `Value provided in ${parameter} unused in expressions: keys: {${placeholders.join(', ')}}`,
  );
}
