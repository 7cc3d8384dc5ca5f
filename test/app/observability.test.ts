import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type Metric,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, targetTime } from './support/clock.ts';
import { aDraft, aWaiting } from './support/expenses.ts';
import { anEmail, aPerson, aTeam, cognito, PASSWORD, type Person } from './support/people.ts';
import { aFile, handIn } from './support/receipts.ts';
import { resourceName } from './support/resources.ts';
import { signUpMode, withoutSignUp } from './support/sign-up.ts';
import { target, withoutClock } from './support/target.ts';

const logs = awsClient(CloudWatchLogsClient);
const cloudWatch = awsClient(CloudWatchClient);

const HOUR = 3_600_000;

interface Entry {
  readonly level: string;
  readonly message: string;
  readonly requestId: string;
  readonly function_request_id: string;
  readonly [name: string]: unknown;
}

let person: Person;
let logGroupName: string;
let namespace: string;
beforeAll(async () => {
  person = await aPerson();
  const http = await awsClient(LambdaClient).send(
    new GetFunctionConfigurationCommand({ FunctionName: resourceName('http') }),
  );
  logGroupName = http.LoggingConfig?.LogGroup ?? `/aws/lambda/${http.FunctionName}`;
  namespace = http.Environment?.Variables?.POWERTOOLS_METRICS_NAMESPACE ?? '';
});

/** What the http function logged about one request. */
function entriesOf(requestId: string): Promise<Entry[]> {
  return until(
    async () => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName, filterPattern: `{ $.requestId = "${requestId}" }` }),
      );
      return events.length > 0 && events.map(({ message = '' }) => JSON.parse(message) as Entry);
    },
    { within: 15_000, what: `a log entry of request ${requestId}` },
  );
}

const requestIdOf = ({ headers }: { headers: Headers }) => headers.get('apigw-requestid') ?? '';

describe('the log of the http function', () => {
  it("has one structured entry a request, with the gateway's request id", async () => {
    const answer = await as(person).get('/me');
    const entries = await entriesOf(requestIdOf(answer));
    expect(entries).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'request',
        requestId: requestIdOf(answer),
        function_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        method: 'GET',
        route: '/me',
        status: 200,
        milliseconds: expect.any(Number),
        actorId: person.id,
      }),
    ]);
  });

  it('warns of a refused request, under the id that the caller was told', async () => {
    const answer = await as(person).get('/expenses/none');
    const { requestId } = expectProblem(answer, 404, 'expense.not-found');
    expect(requestId).toBe(requestIdOf(answer));
    const [entry] = await entriesOf(requestId);
    expect(entry).toMatchObject({ level: 'WARN', status: 404, route: '/expenses/:id' });
  });

  it('lets no caller choose the request id', async () => {
    const chosen = '11111111-2222-4333-8444-555555555555';
    const answer = await as(person).get('/me', { 'x-request-id': chosen });
    const [entry] = await entriesOf(requestIdOf(answer));
    expect(entry?.requestId).not.toBe(chosen);
  });

  it('holds neither tokens nor what people wrote', async () => {
    const secret = 'Dinner-with-the-minister';
    await aDraft(person, { merchant: secret });
    await entriesOf(requestIdOf(await as(person).get('/me')));
    for (const filterPattern of [`"${secret}"`, `"${person.accessToken.slice(-40)}"`]) {
      const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
      expect(events).toEqual([]);
    }
  });
});

describe('every other function writes a log of its own', () => {
  /** What a function logged, once there is something that matches. */
  const logged = (name: string, filterPattern: string) =>
    until(
      async () => {
        const logGroupName = `/aws/lambda/${resourceName(name)}`;
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
        return events.length > 0 && events.map(({ message = '' }) => JSON.parse(message) as Entry);
      },
      { within: 15_000, what: `the log of ${name}` },
    );

  it.skipIf(withoutSignUp)('sign-up, with the name of the user', async () => {
    const Username = anEmail('logged');
    const { userPoolClientId: ClientId, userPoolId: UserPoolId } = target;
    const { UserSub } = await cognito.signUp({ ClientId, Username, Password: PASSWORD });
    await cognito.adminConfirmSignUp({ UserPoolId, Username });
    const { Username: userName } = await cognito.adminGetUser({ UserPoolId, Username });
    expect(userName).toBe(UserSub);
    const [entry] = await logged('sign-up', `{ $.userName = "${userName}" }`);
    expect(entry).toMatchObject({ level: 'INFO', message: 'signed up' });
  });

  it.skipIf(signUpMode !== 'domains')('pre-sign-up, with why somebody was refused', async () => {
    const { userPoolClientId: ClientId } = target;
    const Username = `${anEmail('stranger')}.org`;
    await expect(cognito.signUp({ ClientId, Username, Password: PASSWORD })).rejects.toThrow();
    const [entry] = await logged('pre-sign-up', '{ $.message = "sign-up refused" }');
    expect(entry).toMatchObject({ level: 'INFO', reason: expect.stringContaining('Only people with') });
  });

  it('receipt-processor, with what came of each file', async () => {
    const { id } = await aDraft(person);
    const { id: receipt } = await handIn(person, id, 'image/png', aFile());
    const key = `receipts/${id}/${receipt}`;
    const [entry] = await logged('receipt-processor', `{ $.key = "${key}" }`);
    expect(entry).toMatchObject({ level: 'INFO', message: 'receipt processed', outcome: 'accepted' });
  });

  it.skipIf(withoutClock)(`reconciler, with what it did ${withoutClock}`, async () => {
    const expense = await aWaiting((await aTeam()).employee);
    const executionArn = target.stateMachineArn.replace(':stateMachine:', ':execution:');
    await awsClient(SFNClient).send(
      new StopExecutionCommand({ executionArn: `${executionArn}:${expense.id}-${expense.approval?.round}` }),
    );
    await advance('PT8M');
    const [entry] = await logged('reconciler', `{ $.expenseId = "${expense.id}" }`);
    expect(entry).toMatchObject({ level: 'WARN', message: 'approval reconciled', repair: 'returned' });
  });
});

describe('the metrics', () => {
  const metrics = async (MetricName: string): Promise<Metric[]> => {
    const { Metrics = [] } = await cloudWatch.send(
      new ListMetricsCommand({ Namespace: namespace, MetricName }),
    );
    return Metrics;
  };

  /** All that was counted in the last hour. */
  async function total(name: string): Promise<number> {
    const now = (await targetTime()).getTime();
    const found = await metrics(name);
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - HOUR),
        EndTime: new Date(now + HOUR),
        MetricDataQueries: found.map((Metric, index) => ({
          Id: `m${index}`,
          MetricStat: { Metric, Period: 60, Stat: 'Sum' },
        })),
      }),
    );
    return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((sum, value) => sum + value, 0);
  }

  it('count what is made, by stage', async () => {
    await aDraft(person);
    const [metric] = await until(() => metrics('ExpenseCreated'), { within: 15_000 });
    expect(metric?.Dimensions?.map(({ Name }) => Name)).toContain('stage');
    const before = await until(() => total('ExpenseCreated'));
    await Promise.all([aDraft(person), aDraft(person), aDraft(person)]);
    await until(async () => (await total('ExpenseCreated')) >= before + 3, { within: 15_000 });
  });
});
