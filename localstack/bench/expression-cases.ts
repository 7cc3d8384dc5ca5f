import type { Item } from '../embedded/dynamodb/model.ts';

/** A request's expressions, in the shapes that applications send all day, and an item for them. */
export interface ExpressionCase {
  readonly name: string;
  /** The parameters of the request that concern expressions. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly item: Item;
}

const item: Item = {
  pk: { S: 'ORDER#0f1c' },
  sk: { S: 'ORDER' },
  status: { S: 'submitted' },
  version: { N: '7' },
  amount: { N: '4200' },
  owner: { S: 'USER#17' },
  updatedAt: { S: '2026-01-01T00:00:00.000Z' },
  approval: {
    M: {
      round: { N: '1' },
      steps: {
        L: [
          { M: { status: { S: 'waiting' }, approver: { S: 'USER#4' }, taskToken: { S: 'abc' } } },
          { M: { status: { S: 'open' }, approver: { S: 'USER#5' } } },
        ],
      },
    },
  },
  history: { L: [{ M: { at: { S: '2026-01-01T00:00:00.000Z' }, event: { S: 'submitted' } } }] },
};

/** A write on the condition of a version, queries of a partition, updates of a whole step, a projection. */
export const expressionCases: readonly ExpressionCase[] = [
  {
    name: 'condition: not there yet',
    request: { ConditionExpression: 'attribute_not_exists(pk)' },
    item,
  },
  {
    name: 'condition: a version',
    request: {
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': { N: '7' } },
    },
    item,
  },
  {
    name: 'condition: a step that waits',
    request: {
      ConditionExpression:
        '#status = :submitted AND approval.round = :round AND approval.steps[0].#status = :waiting AND attribute_exists(approval.steps[0].taskToken)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':submitted': { S: 'submitted' },
        ':round': { N: '1' },
        ':waiting': { S: 'waiting' },
      },
    },
    item,
  },
  {
    name: 'filter: three of several',
    request: {
      FilterExpression:
        '(#status IN (:a, :b) OR amount BETWEEN :low AND :high) AND NOT begins_with(#owner, :owner)',
      ExpressionAttributeNames: { '#status': 'status', '#owner': 'owner' },
      ExpressionAttributeValues: {
        ':a': { S: 'approved' },
        ':b': { S: 'paid' },
        ':low': { N: '1000' },
        ':high': { N: '5000' },
        ':owner': { S: 'TEAM#' },
      },
    },
    item,
  },
  {
    name: 'key condition: a partition up to a time',
    request: {
      KeyConditionExpression: '#partition = :partition AND #sort <= :upTo',
      ExpressionAttributeNames: { '#partition': 'owner', '#sort': 'updatedAt' },
      ExpressionAttributeValues: { ':partition': { S: 'USER#17' }, ':upTo': { S: '2026-02-01' } },
    },
    item,
  },
  {
    name: 'projection: five places',
    request: {
      ProjectionExpression: '#status, version, approval.#round, approval.steps[0].approver, history',
      ExpressionAttributeNames: { '#status': 'status', '#round': 'round' },
    },
    item,
  },
  {
    name: 'update: a step, the history and the version',
    request: {
      UpdateExpression:
        'SET approval.steps[0].#status = :approved, history = list_append(history, :history), updatedAt = :now, seen = if_not_exists(seen, :one) + :one REMOVE approval.steps[0].taskToken ADD version :one',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':approved': { S: 'approved' },
        ':history': { L: [{ M: { at: { S: '2026-01-02T00:00:00.000Z' }, event: { S: 'approved' } } }] },
        ':now': { S: '2026-01-02T00:00:00.000Z' },
        ':one': { N: '1' },
      },
    },
    item,
  },
];
