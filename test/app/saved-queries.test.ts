import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  type QueryDefinition,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, targetTime } from './support/clock.ts';
import { executionArn } from './support/executions.ts';
import { aDraft, aWaiting } from './support/expenses.ts';
import { callsStruck, setFaults } from './support/faults.ts';
import { aTeam } from './support/people.ts';
import { aFile, announce, handIn, post } from './support/receipts.ts';
import { resourceName } from './support/resources.ts';
import { withoutClock } from './support/target.ts';

const HOUR = 3_600_000;

const logs = awsClient(CloudWatchLogsClient);
let saved: readonly QueryDefinition[];
let expenseId: string;

async function savedQueries(): Promise<readonly QueryDefinition[]> {
  const { queryDefinitions = [] } = await logs.send(
    new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: `${resourceName('logs')}/` }),
  );
  return queryDefinitions;
}

/** What each of the queries looks for. */
async function letSomethingHappen(): Promise<void> {
  const { employee } = await aTeam();
  const waiting = await aWaiting(employee);
  expenseId = waiting.id;
  // What the reconciler says of an approval that somebody stopped by hand.
  const stop = new StopExecutionCommand({ executionArn: executionArn(waiting) });
  await awsClient(SFNClient).send(stop);
  await advance('PT8M');
  expectProblem(await as(employee).get('/expenses/none'), 404, 'expense.not-found');
  const draft = await aDraft(employee);
  await handIn(employee, draft.id, 'image/png', Buffer.from('not a picture'));
  // A file that S3 does not hand out, however often the SDK asks, is an error of the function that looks at it.
  const error = { code: 'InternalError', message: 'We encountered an internal error.', status: 500 };
  await setFaults({ service: 's3', operation: 'GetObject', fail: error, times: 3 });
  const upload = await announce(employee, draft.id);
  await post(upload, aFile());
  await until(async () => (await callsStruck()) === 3);
  await setFaults();
}

/** The rows of a saved query of the last hour, as soon as there are some. */
function rowsOf(title: string): Promise<Record<string, string>[]> {
  return until(
    async () => {
      const rows = await run(title);
      return rows.length > 0 && rows;
    },
    { within: 30_000, what: `rows of the query ${title}` },
  );
}

async function run(title: string): Promise<Record<string, string>[]> {
  const query = saved.find(({ name }) => name?.endsWith(`/${title}`));
  if (!query) throw new Error(`No saved query is called ${title}`);
  const now = (await targetTime()).getTime();
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupNames: query.logGroupNames,
      queryString: query.queryString?.replace('PUT-THE-EXPENSE-ID-HERE', expenseId),
      startTime: Math.floor((now - HOUR) / 1000),
      endTime: Math.ceil(now / 1000),
    }),
  );
  const { results = [] } = await until(async () => {
    const answer = await logs.send(new GetQueryResultsCommand({ queryId }));
    return answer.status === 'Complete' && answer;
  });
  return results.map((row) => Object.fromEntries(row.map(({ field = '', value = '' }) => [field, value])));
}

describe.skipIf(withoutClock)(`the saved query ${withoutClock}`, () => {
  beforeAll(async () => {
    saved = await savedQueries();
    await letSomethingHappen();
  }, 60_000);

  it.each([
    [
      'slow requests',
      { route: expect.stringMatching(/^[A-Z]+ \//), latencyMs: expect.stringMatching(/^\d+$/) },
    ],
    ['failed requests', { route: 'GET /expenses/{id}', status: '404' }],
    ['requests by route', { requests: expect.stringMatching(/^\d+$/), p95: expect.stringMatching(/^\d/) }],
    [
      'receipts refused',
      { day: expect.stringMatching(/ 00:00:00\.000$/), receipts: '1', reason: expect.any(String) },
    ],
    ['one approval by its expense', { message: 'approval reconciled', '@log': expect.any(String) }],
    [
      'errors in the functions',
      { message: 'receipt could not be processed', 'error.name': expect.any(String) },
    ],
  ])('«%s» has rows', async (title, row) => {
    expect(await rowsOf(title)).toContainEqual(expect.objectContaining(row));
  });

  it('is run here, whichever there is', () => {
    expect(saved).toHaveLength(6);
  });
});
