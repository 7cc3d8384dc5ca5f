import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type ServedServices, serveServices } from '../../testing/serve-services.ts';
import { createClock, standingTime } from '../clock/clock.ts';
import type { FinishedCall } from '../core/chain.ts';
import { AwsError } from '../core/errors.ts';

/** A DynamoDB of one operation that counts how often it was carried out. */
async function serve(answer: () => object = () => ({ TableNames: [] })) {
  let carriedOut = 0;
  const observed: Pick<FinishedCall, 'output' | 'error'>[] = [];
  const clock = createClock(standingTime(Date.now()));
  const aws = await serveServices(
    [
      {
        name: 'dynamodb',
        signingName: 'dynamodb',
        authorization: {},
        protocols: ['json-1.0'],
        targetPrefix: 'DynamoDB_20120810',
        operations: {
          ListTables: () => {
            carriedOut++;
            return answer();
          },
        },
      },
    ],
    { clock, hooks: { observe: ({ output, error }) => observed.push(error ? { error } : { output }) } },
  );
  const client = aws.client(DynamoDBClient, { maxAttempts: 1 });
  return {
    aws,
    observed,
    carriedOut: () => carriedOut,
    /** `ok`, or the code of the error. */
    call: () =>
      client.send(new ListTablesCommand({})).then(
        () => 'ok',
        (error: Error & { code?: string }) => error.code ?? error.name,
      ),
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  };
}

async function faults({ endpoint }: ServedServices, method: string, body?: object) {
  const response = await fetch(`${endpoint}/_testbed/faults`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as { rules: unknown; message?: string } };
}

const listTables = { service: 'dynamodb', operation: 'ListTables' };

describe('/_testbed/faults', () => {
  test('throttles as the service itself does', async () => {
    await using world = await serve();
    await faults(world.aws, 'POST', { rules: [{ ...listTables, fail: 'throttle' }] });
    expect(await world.call()).toBe('ProvisionedThroughputExceededException');
    expect(world.carriedOut()).toBe(0);
  });

  test('strikes as often as its rule says, and counts', async () => {
    await using world = await serve();
    const rule = { ...listTables, times: 2, fail: { code: 'InternalServerError', status: 500 } };
    await faults(world.aws, 'POST', { rules: [rule] });
    const answers = [await world.call(), await world.call(), await world.call()];
    expect(answers).toEqual(['InternalServerError', 'InternalServerError', 'ok']);
    expect((await faults(world.aws, 'GET')).body.rules).toEqual([{ ...rule, matched: 3, struck: 2 }]);
  });

  test('fails after the call was carried out, so that its caller does not know', async () => {
    await using world = await serve();
    const fail = { code: 'InternalServerError', status: 500 };
    await faults(world.aws, 'POST', { rules: [{ ...listTables, fail, when: 'after' }] });
    expect(await world.call()).toBe('InternalServerError');
    expect(world.carriedOut()).toBe(1);
  });

  test('drops the answer of a call that was carried out: the connection ends', async () => {
    await using world = await serve();
    await faults(world.aws, 'POST', { rules: [{ ...listTables, fail: 'drop', times: 1 }] });
    expect([await world.call(), await world.call()]).toEqual(['ECONNRESET', 'ok']);
    expect(world.carriedOut()).toBe(2);
    expect(world.observed).toEqual([{ output: { TableNames: [] } }, { output: { TableNames: [] } }]);
  });

  test('drops a call before it is carried out, where its rule says so', async () => {
    await using world = await serve();
    await faults(world.aws, 'POST', { rules: [{ ...listTables, fail: 'drop', when: 'before' }] });
    expect(await world.call()).toBe('ECONNRESET');
    expect(world.carriedOut()).toBe(0);
    expect(world.observed).toEqual([]);
  });

  test('drops an answer that is an error too, and counts no fault of the emulator', async () => {
    await using world = await serve(() => {
      throw new AwsError('ResourceNotFoundException', 'None.');
    });
    await faults(world.aws, 'POST', { rules: [{ ...listTables, fail: 'drop' }] });
    expect(await world.call()).toBe('ECONNRESET');
    expect(world.observed).toEqual([
      { error: expect.objectContaining({ code: 'ResourceNotFoundException' }) },
    ]);
    expect(world.aws.unexpected.count).toBe(0);
  });

  test('lags by emulated time', async () => {
    await using world = await serve();
    await faults(world.aws, 'POST', { rules: [{ ...listTables, lag: 5_000 }] });
    let answered: string | undefined;
    const answer = world.call().then((outcome) => {
      answered = outcome;
    });
    while (JSON.stringify((await faults(world.aws, 'GET')).body.rules).includes('"struck":0'));
    expect(answered).toBeUndefined();
    await world.aws.clock.advance(5_000);
    await answer;
    expect(answered).toBe('ok');
  });

  test('takes processor time of the emulated AWS', async () => {
    await using world = await serve();
    await faults(world.aws, 'POST', { rules: [{ ...listTables, work: 100_000_000 }] });
    const before = process.threadCpuUsage();
    await world.call();
    const { user, system } = process.threadCpuUsage(before);
    // No processor takes more than a few steps in a nanosecond.
    expect((user + system) / 1000).toBeGreaterThan(15);
  });

  test('strikes the same calls for the same seed', async () => {
    await using world = await serve();
    const rules = [{ ...listTables, probability: 0.5, fail: 'throttle' }];
    const sequence = async (seed: string) => {
      await faults(world.aws, 'POST', { rules, seed });
      const answers: string[] = [];
      for (let index = 0; index < 24; index++) answers.push(await world.call());
      return answers;
    };
    const first = await sequence('one');
    expect(await sequence('one')).toEqual(first);
    expect(await sequence('two')).not.toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  test('ends with DELETE', async () => {
    await using world = await serve();
    await faults(world.aws, 'POST', { rules: [{ ...listTables, fail: 'throttle' }] });
    expect((await faults(world.aws, 'DELETE')).body.rules).toEqual([]);
    expect(await world.call()).toBe('ok');
  });

  test.each([
    [{}, '"rules" must be an array of rules.'],
    [{ rules: [{ fail: 'throttle' }] }, 'rules[0].service must be the name of a service, e.g. "dynamodb".'],
    [{ rules: [{ service: 'sqs', lag: 1 }] }, 'names "sqs", which does not run here; there are: dynamodb.'],
    [
      { rules: [{ ...listTables, operation: 'ListTable', lag: 1 }] },
      'rules[0].operation names "ListTable", which dynamodb has not',
    ],
    [{ rules: [listTables] }, 'does nothing: give it "lag", "work" or "fail".'],
    [{ rules: [{ ...listTables, lag: -1 }] }, 'rules[0].lag must be milliseconds from 0 to 900000.'],
    [{ rules: [{ ...listTables, slow: 1 }] }, 'rules[0] has no member "slow"; it has: service, operation'],
    [
      { rules: [{ ...listTables, fail: { status: 500 } }] },
      'fail must be "throttle", "drop" or an object with a "code".',
    ],
  ])('refuses %j', async (body, sentence) => {
    await using world = await serve();
    const answer = await faults(world.aws, 'POST', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(sentence);
  });
});
