import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { receiptLimits } from '../../app/receipts/receipts.schema.ts';
import { until } from '../../localstack/testing/until.ts';
import { as, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance } from './support/clock.ts';
import { aDraft, approve, aWaiting, hasStatus, LARGE, reject } from './support/expenses.ts';
import {
  alarms,
  type Chart,
  charts,
  heldMetrics,
  lineOf,
  type MetricName,
  metricsOf,
  valuesOf,
} from './support/metrics.ts';
import { anEmail, aTeam, cognito, PASSWORD, type Team } from './support/people.ts';
import { aFile, announce, handIn, lookedAt, post } from './support/receipts.ts';
import { resourceName } from './support/resources.ts';
import { signUpMode } from './support/sign-up.ts';
import { target, withoutClock } from './support/target.ts';

const MANY_BYTES = receiptLimits.maxSize + 1;

let team: Team;

/** One of each kind of approval: approved by one and by two, and rejected. */
async function decideApprovals(): Promise<void> {
  const { employee, manager, finance } = team;
  const [small, large, refused] = await Promise.all([
    aWaiting(employee),
    aWaiting(employee, { amount: LARGE }),
    aWaiting(employee),
  ]);
  await advance('PT30M');
  expectStatus(await approve(manager, small.id), 200);
  expectStatus(await approve(manager, large.id), 200);
  expectStatus(await reject(manager, refused.id, { comment: 'no' }), 200);
  await until(async () => (await approve(finance, large.id)).status === 200);
  await Promise.all([
    hasStatus(employee, small.id, 'approved'),
    hasStatus(employee, large.id, 'approved'),
    hasStatus(employee, refused.id, 'rejected'),
  ]);
}

/** Somebody new signs up, and people look at every list that there is. */
async function lookAround(): Promise<void> {
  const { userPoolId: UserPoolId, userPoolClientId: ClientId } = target;
  const user = { Username: anEmail('new'), Password: PASSWORD };
  await cognito.signUp({ ClientId, ...user, UserAttributes: [{ Name: 'name', Value: 'Nina New' }] });
  await cognito.adminConfirmSignUp({ UserPoolId, Username: user.Username });
  expectStatus(await as(team.employee).get('/expenses'), 200);
  expectStatus(await as(team.manager).get('/approvals'), 200);
  expectStatus(await as(team.admin).get('/users'), 200);
}

/** A receipt refused for each reason that there is, and one accepted. */
async function handInReceipts(): Promise<void> {
  const { employee } = team;
  const { id } = await aDraft(employee);
  const file = aFile();
  await handIn(employee, id, 'image/png', file);
  await handIn(employee, id, 'image/png', file);
  await handIn(employee, id, 'image/png', Buffer.from('not a picture'));
  await handIn(employee, id, 'image/png', aFile('image/jpeg'));
  const replaced = await announce(employee, id);
  await post(replaced, aFile());
  await lookedAt(employee, id, replaced.receipt.id);
  await post(replaced, aFile());
  // The form takes neither of these, so they are put where it would have put them.
  for (const Body of [Buffer.alloc(0), Buffer.alloc(MANY_BYTES)]) {
    const { receipt } = await announce(employee, id);
    const Bucket = replaced.upload.fields.bucket;
    await awsClient(S3Client).send(
      new PutObjectCommand({ Bucket, Key: `receipts/${id}/${receipt.id}`, Body, ContentType: 'image/png' }),
    );
    await lookedAt(employee, id, receipt.id);
  }
}

/** What goes wrong in the best of deployments: a request that is refused, an execution that fails, a dead letter. */
async function failSomehow(): Promise<void> {
  const sqs = awsClient(SQSClient);
  await as(team.employee).get('/expenses/none');
  // Without an expense and approvers in the input, which no submission causes.
  const input = '{}';
  const { stateMachineArn } = target;
  await awsClient(SFNClient).send(new StartExecutionCommand({ stateMachineArn, input }));
  for (const queue of ['receipts', 'receipts-dead-letters', 'reconciler-dead-letters']) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: resourceName(queue) }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
  }
}

beforeAll(async () => {
  team = await aTeam();
}, 60_000);

/** Metrics that only appear when something fails which this suite cannot make fail, with the reason. */
const unprovoked: readonly (readonly [RegExp, string])[] = [
  [/^AWS\/DynamoDB (?:Read|Write)ThrottleEvents /, 'a table that pays per request is not throttled locally'],
  [
    /^AWS\/Lambda Throttles /,
    'appears with the first throttled invocation; test/app/alarms.test.ts provokes it',
  ],
  [/^ExpenseTracker WorkflowCallFailed /, 'test/app/reconciler.test.ts provokes it'],
  [/^ExpenseTracker ApprovalReconciled /, 'test/app/reconciler.test.ts provokes it'],
];

describe.skipIf(withoutClock)(`the metrics that are watched ${withoutClock}`, () => {
  let drawn: Chart[];
  const chart = (title: RegExp): Chart => {
    const found = drawn.find((each) => title.test(each.title));
    if (!found) throw new Error(`No chart is called ${title}`);
    return found;
  };

  beforeAll(async () => {
    drawn = await charts();
    await Promise.all([decideApprovals(), handInReceipts()]);
    await lookAround();
    await failSomehow();
    // The reconciler runs every five minutes; API Gateway and SQS tell CloudWatch each minute.
    await aWaiting(team.employee);
    await advance('PT6M');
  }, 60_000);

  it('are all there after everybody has done everything once', async () => {
    const named: MetricName[] = [
      ...drawn.flatMap(metricsOf),
      ...(await alarms()).map(({ Namespace = '', MetricName = '', Dimensions = [] }) => ({
        namespace: Namespace,
        name: MetricName,
        dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
      })),
    ];
    const expected = named.map(lineOf).filter((line) => !unprovoked.some(([pattern]) => pattern.test(line)));
    expect(expected.length).toBeGreaterThan(40);
    await until(
      async () => {
        const held = await heldMetrics();
        const missing = expected.filter((line) => !held.has(line));
        if (missing.length > 0) throw new Error(`Not there: ${missing.join('; ')}`);
        return true;
      },
      { within: 10_000, what: 'every metric' },
    );
  });

  it('say how many approvals wait, as of five minutes ago', async () => {
    const { ApprovalsWaiting = [] } = await valuesOf(chart(/^Approvals waiting/));
    expect(Math.max(...ApprovalsWaiting)).toBeGreaterThanOrEqual(1);
    expect(ApprovalsWaiting.every(Number.isInteger)).toBe(true);
  });

  it('measure an approval from the submission to the last decision, in seconds', async () => {
    const { Maximum: times = [] } = await valuesOf(chart(/^From submission to decision/));
    expect(Math.max(...times)).toBeGreaterThanOrEqual(1_800);
  });

  it('tell refused receipts by reason', async () => {
    const values = await valuesOf(chart(/^Receipts accepted/));
    for (const [label, counts] of Object.entries(values)) {
      expect(
        counts.reduce((sum, count) => sum + count, 0),
        label,
      ).toBeGreaterThanOrEqual(1);
    }
  });

  it('add up to what the parts cost', async () => {
    const values = await valuesOf(chart(/^Estimated cost/));
    expect(Object.keys(values)).toEqual([
      'API',
      'http',
      'receipt-processor',
      'sign-up',
      'reconciler',
      // Only where people of some domains may sign up, as on a local stack.
      ...(signUpMode === 'domains' ? ['pre-sign-up'] : []),
      'DynamoDB, read',
      'DynamoDB, write',
      'Step Functions (whole account)',
      'logs',
    ]);
    for (const [part, costs] of Object.entries(values)) {
      expect(Math.max(...costs), part).toBeGreaterThan(0);
      expect(Math.max(...costs), part).toBeLessThan(1);
    }
  });
});
