import jsonataLanguage from 'jsonata';
import { describe, expect, it } from 'vitest';
import { approvalWorkflow } from './approval-workflow.ts';
import type { State } from './states.ts';

const { StartAt, States } = approvalWorkflow(
  { tableName: 'expenses' },
  { remindAfter: 60, escalateAfter: 120 },
);
const states = Object.entries(States);

/** The names of the states that one can lead to. */
function targets(state: State): string[] {
  switch (state.Type) {
    case 'Task':
      return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    case 'Choice':
      return [...state.Choices.map(({ Next }) => Next), state.Default];
    case 'Pass':
    case 'Wait':
      return [state.Next];
    default:
      return [];
  }
}

/** Every text in a state that is an expression. */
function expressions(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('{%') ? [value.slice(2, -2)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(expressions);
}

interface Write {
  readonly ConditionExpression: string;
  readonly UpdateExpression: string;
}

/** Every write of the expense, by itself or in a transaction. */
function writes(): Write[] {
  return states.flatMap(([, state]) => {
    if (state.Type !== 'Task') return [];
    if (state.Resource.includes(':updateItem')) return [state.Arguments as Write];
    const { TransactItems = [] } = state.Arguments as { TransactItems?: { Update?: Write }[] };
    return TransactItems.flatMap(({ Update }) => Update ?? []);
  });
}

describe('the approval workflow', () => {
  it('leads only to states that exist', () => {
    for (const [name, state] of states) {
      for (const target of targets(state))
        expect(States, `${name} leads to ${target}`).toHaveProperty(target);
    }
  });

  it('can reach every state', () => {
    const reached = new Set([StartAt]);
    for (const name of reached) for (const target of targets(States[name] as State)) reached.add(target);
    expect([...reached].sort()).toEqual(Object.keys(States).sort());
  });

  it('gives every task a timeout, a retry and a catch of everything', () => {
    for (const [name, state] of states) {
      if (state.Type !== 'Task') continue;
      expect([state.TimeoutSeconds].flat(), name).toSatisfy(([seconds]) =>
        typeof seconds === 'string' ? expressions(seconds).length === 1 : Number(seconds) > 0,
      );
      expect(state.Retry.length, name).toBeGreaterThan(0);
      expect(state.Catch.at(-1)?.ErrorEquals, name).toEqual(['States.ALL']);
    }
  });

  it('repeats a call whose answer did not come in time, where that is no silence of people', () => {
    for (const [name, state] of states) {
      if (state.Type !== 'Task') continue;
      const isWait = state.Resource.endsWith('.waitForTaskToken');
      const errors = (isWait ? state.Catch : state.Retry).flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(errors, name).toContain('States.Timeout');
    }
  });

  it('never repeats a write whose condition failed', () => {
    for (const [, state] of states) {
      if (state.Type !== 'Task') continue;
      const retried = state.Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      for (const error of [
        'States.ALL',
        'States.TaskFailed',
        'DynamoDb.ConditionalCheckFailedException',
        'DynamoDb.TransactionCanceledException',
      ]) {
        expect(retried).not.toContain(error);
      }
    }
  });

  it('makes every write conditional on the round', () => {
    const conditions = writes().map(({ ConditionExpression }) => ConditionExpression);
    expect(conditions).toHaveLength(6);
    for (const condition of conditions) expect(condition).toContain('approval.round = :round');
  });

  it('adds to the history only where a repetition of the write is refused', () => {
    for (const { ConditionExpression, UpdateExpression } of writes()) {
      if (!UpdateExpression.includes(':history')) continue;
      const isWait = UpdateExpression.includes('taskToken = :token');
      if (isWait) expect(ConditionExpression).toContain('waitId <> :wait');
      else expect(UpdateExpression).toContain('#status = :status');
    }
  });

  it('is written in JSONata that parses', () => {
    const all = states.flatMap(([, state]) => expressions(state));
    expect(all.length).toBeGreaterThan(20);
    for (const expression of all) expect(() => jsonataLanguage(expression), expression).not.toThrow();
  });

  it('calls only functions that JSONata has', async () => {
    const all = states.flatMap(([, state]) => expressions(state));
    const called = all.flatMap((text) => [...text.matchAll(/\$(\w+)\(/g)].map(([, name = '']) => name));
    expect(called.length).toBeGreaterThan(20);
    for (const name of new Set(called)) {
      expect(await jsonataLanguage(`$exists($${name})`).evaluate({}), name).toBe(true);
    }
  });

  it('asks the steps it is given, by its timing', () => {
    expect(States.AwaitDecision).toMatchObject({
      TimeoutSeconds: 60,
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems.waitForTaskToken',
    });
    expect(States.AwaitDecisionAfterReminder).toMatchObject({ TimeoutSeconds: 120 });
  });

  it('fits into the size that Terraform and Step Functions take', () => {
    expect(JSON.stringify(States).length).toBeLessThan(64 * 1024);
  });
});
