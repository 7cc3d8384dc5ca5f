import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEmbeddedAws } from '../embedded/index.ts';

type Write =
  | {
      readonly kind: 'put';
      readonly pk: string;
      readonly sk: number;
      readonly value: number;
      readonly absent: boolean;
    }
  | { readonly kind: 'update'; readonly pk: string; readonly sk: number; readonly value: number }
  | { readonly kind: 'delete'; readonly pk: string; readonly sk: number };

const pk = fc.constantFrom('a', 'b', 'ä/~');
const sk = fc.integer({ min: -20, max: 20 });
const value = fc.integer({ min: 0, max: 3 });
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), pk, sk, value, absent: fc.boolean() }),
  fc.record({ kind: fc.constant('update' as const), pk, sk, value }),
  fc.record({ kind: fc.constant('delete' as const), pk, sk }),
);

interface Stored {
  readonly pk: string;
  readonly sk: number;
  readonly value: number;
}

it('answers queries of a table and its index as a plain map would, whatever was written', async () => {
  await using aws = await createEmbeddedAws({ services: ['dynamodb'], log: () => {} });
  const { context } = aws;
  const call = <T = { Items: Record<string, { S?: string; N?: string }>[] }>(
    operation: string,
    input: object,
  ) => context.call<T>('dynamodb', operation, input, context.root);
  let tables = 0;

  async function createTable(): Promise<string> {
    const TableName = `model-${++tables}`;
    await call('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
        { AttributeName: 'value', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-value',
          KeySchema: [{ AttributeName: 'value', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
    return TableName;
  }

  async function apply(TableName: string, model: Map<string, Stored>, step: Write): Promise<void> {
    const Key = { pk: { S: step.pk }, sk: { N: String(step.sk) } };
    const id = `${step.pk}|${step.sk}`;
    if (step.kind === 'delete') {
      await call('DeleteItem', { TableName, Key });
      model.delete(id);
    } else if (step.kind === 'update') {
      await call('UpdateItem', {
        TableName,
        Key,
        UpdateExpression: 'SET #v = :v',
        ExpressionAttributeNames: { '#v': 'value' },
        ExpressionAttributeValues: { ':v': { N: String(step.value) } },
      });
      model.set(id, { pk: step.pk, sk: step.sk, value: step.value });
    } else {
      const condition = step.absent ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
      const done = call('PutItem', {
        TableName,
        Item: { ...Key, value: { N: String(step.value) } },
        ...condition,
      });
      const refused = await done
        .then(() => false)
        .catch((error) => error.code === 'ConditionalCheckFailedException');
      expect(refused).toBe(step.absent && model.has(id));
      if (!refused) model.set(id, { pk: step.pk, sk: step.sk, value: step.value });
    }
  }

  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { maxLength: 40 }),
      pk,
      sk,
      value,
      async (steps, somePk, from, someValue) => {
        const TableName = await createTable();
        const model = new Map<string, Stored>();
        for (const step of steps) await apply(TableName, model, step);

        const { Items } = await call('Query', {
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk >= :from',
          ExpressionAttributeValues: { ':pk': { S: somePk }, ':from': { N: String(from) } },
          ScanIndexForward: false,
        });
        const expected = [...model.values()].filter((item) => item.pk === somePk && item.sk >= from);
        expect(Items.map((item) => Number(item.sk?.N))).toEqual(
          expected.map((item) => item.sk).toSorted((a, b) => b - a),
        );

        const indexed = await call('Query', {
          TableName,
          IndexName: 'by-value',
          KeyConditionExpression: '#v = :v',
          ExpressionAttributeNames: { '#v': 'value' },
          ExpressionAttributeValues: { ':v': { N: String(someValue) } },
        });
        const withValue = [...model.entries()]
          .filter(([, item]) => item.value === someValue)
          .map(([id]) => id);
        expect(indexed.Items.map((item) => `${item.pk?.S}|${item.sk?.N}`).toSorted()).toEqual(
          withValue.toSorted(),
        );
      },
    ),
    { numRuns: 60 },
  );
});
