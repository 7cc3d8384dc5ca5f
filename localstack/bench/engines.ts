import { createRequire } from 'node:module';
import { applyUpdate } from '../embedded/dynamodb/expressions/apply-update.ts';
import { project } from '../embedded/dynamodb/expressions/bind-projection.ts';
import { bindExpressions, type ExpressionRequest } from '../embedded/dynamodb/expressions/request.ts';
import type { AttributeValue, Item } from '../embedded/dynamodb/model.ts';
import type { ExpressionCase } from './expression-cases.ts';

/** Parses and evaluates the expressions of a case once, and hands over what came out. */
export type Engine = (one: ExpressionCase) => unknown;

interface Parsed {
  readonly expression: unknown;
  readonly paths: unknown;
}

interface DynaliteRequest {
  readonly _condition?: Parsed;
  readonly _filter?: Parsed;
  readonly _keyCondition?: Parsed;
  readonly _projection?: Parsed;
  readonly _updates?: unknown;
}

const load = createRequire(import.meta.url);
const rules = load('dynalite/db') as {
  matchesExprFilter(item: Item, expression: unknown): boolean;
  mapPaths(paths: unknown, item: Item): Item;
};
const validations = load('dynalite/validations') as {
  validateExpressions(request: object): string | undefined;
  convertKeyCondition(expression: unknown): unknown;
  validateAttributeValue(value: AttributeValue): string | undefined;
};

/**
 * dynalite's own engine. Of an update it only parses: what applies it is not to be had alone, so that its side is
 * better off there than it is.
 */
export const dynalite: Engine = ({ request, item }) => {
  const bound: DynaliteRequest & Record<string, unknown> = { ...request };
  const fault = validations.validateExpressions(bound);
  if (fault !== undefined) throw new Error(fault);
  const condition = bound._condition ?? bound._filter;
  if (condition) return rules.matchesExprFilter(item, condition.expression);
  if (bound._keyCondition) return validations.convertKeyCondition(bound._keyCondition.expression);
  return bound._projection ? rules.mapPaths(bound._projection.paths, item) : bound._updates;
};

/** The engine of the embedded AWS, with the same check of the values. */
export const embedded: Engine = ({ request, item }) => {
  const bound: ExpressionRequest = { ...request };
  const fault = bindExpressions(bound, validations.validateAttributeValue);
  if (fault !== undefined) throw new Error(fault);
  const condition = bound.condition ?? bound.filter;
  if (condition) return condition.test(item);
  if (bound.keyConditions) return bound.keyConditions;
  if (bound.projection) return project(item, bound.projection.places);
  return bound.update && applyUpdate(bound.update.sections, item);
};
