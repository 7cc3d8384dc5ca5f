import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StackProcess, startStackProcess } from '../../localstack/stack/stack-process.ts';
import { createClient } from '../../localstack/testing/embedded.ts';
import { until } from '../../localstack/testing/until.ts';
import { without } from './mutations.ts';

const ROLE = 'expense-tracker-dev-http';
const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/expense-tracker-dev-expenses';
const GRANT = { role: ROLE, policy: 'keep-expenses', action: 'dynamodb:PutItem', resource: TABLE };

const said: string[] = [];
let stack: StackProcess;
beforeAll(async () => {
  stack = await startStackProcess({ log: (line) => said.push(line) });
});
afterAll(() => stack.stop());

const submit = () =>
  fetch(`${stack.outputs.api_url}/expenses`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.people.employee.accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      merchant: 'Cafe Central',
      category: 'meals',
      amount: 12_000,
      currency: 'EUR',
      incurredOn: '2026-03-04',
    }),
  });

describe('where a role lacks a grant that it needs', () => {
  let answer: Response;
  let problem: Record<string, unknown>;
  beforeAll(async () => {
    await without(createClient(IAMClient, stack.endpoint), GRANT, async () => {
      answer = await submit();
    });
    problem = (await answer.json()) as Record<string, unknown>;
  });

  test('the caller hears that something went wrong, and no detail of it', () => {
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(problem).toEqual({
      type: expect.any(String),
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal.error',
      requestId: answer.headers.get('apigw-requestid'),
    });
  });

  test("the function's log has the refusal in AWS's words, with the action", async () => {
    const logs = createClient(CloudWatchLogsClient, stack.endpoint);
    const search = new FilterLogEventsCommand({
      logGroupName: '/aws/lambda/expense-tracker-dev-http',
      filterPattern: `{ $.message = "request failed" && $.requestId = "${problem.requestId}" }`,
    });
    const [event] = await until(
      async () => {
        const { events = [] } = await logs.send(search);
        return events.length > 0 && events;
      },
      { within: 15_000, what: 'the log of the failure' },
    );
    const { error } = JSON.parse(event?.message ?? '{}') as { error?: { name: string; message: string } };
    expect(error?.name).toBe('AccessDeniedException');
    expect(error?.message).toContain(`is not authorized to perform: dynamodb:PutItem on resource: ${TABLE}`);
    logs.destroy();
  });

  test("the embedded AWS's own log says which statement is missing where", () => {
    const role = `arn:aws:iam::000000000000:role/${ROLE}`;
    const statement = JSON.stringify({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE });
    const sentence = `iam: ${role} was denied dynamodb:PutItem on ${TABLE}: the policies of ${role} would need ${statement}.`;
    expect(said.filter((line) => line.includes(sentence))).toHaveLength(1);
  });

  test('the next call is answered once it is granted', async () => {
    expect((await submit()).status).toBe(201);
  });
});
