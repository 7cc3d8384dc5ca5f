import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { BatchGetTracesCommand, GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, targetTime } from './support/clock.ts';
import { aDraft, approve, isWaiting } from './support/expenses.ts';
import { setFaults } from './support/faults.ts';
import { anEmail, aTeam, cognito, PASSWORD, type Team } from './support/people.ts';
import { aFile, announce, lookedAt, post } from './support/receipts.ts';
import { resourceName } from './support/resources.ts';
import { target, withoutClock } from './support/target.ts';

const operations = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
const xray = awsClient(XRayClient);
const sfn = awsClient(SFNClient);

interface Segment {
  readonly id: string;
  readonly parent_id?: string;
  readonly name: string;
  readonly origin?: string;
  readonly type?: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly aws?: { readonly operation?: string; readonly table_name?: string };
}

/** A trace that is recorded: what a caller sends in `X-Amzn-Trace-Id` decides for everybody behind. */
async function aTrace(): Promise<{ id: string; headers: Record<string, string> }> {
  const seconds = Math.floor((await targetTime()).getTime() / 1000);
  const id = `1-${seconds.toString(16)}-${randomBytes(12).toString('hex')}`;
  return { id, headers: { 'x-amzn-trace-id': `Root=${id};Sampled=1` } };
}

/** The segments of a trace, once they are as wanted. */
function segmentsOf(id: string, wanted: (segments: Segment[]) => boolean): Promise<Segment[]> {
  return until(
    async () => {
      const { Traces } = await xray.send(new BatchGetTracesCommand({ TraceIds: [id] }));
      const segments = (Traces?.[0]?.Segments ?? []).map(
        ({ Document = '{}' }) => JSON.parse(Document) as Segment,
      );
      return wanted(segments) && segments;
    },
    { within: 15_000, what: `trace ${id}` },
  );
}

const has = (segments: Segment[], part: Partial<Segment>) =>
  segments.some((segment) => Object.entries(part).every(([key, value]) => segment[key as 'name'] === value));

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

describe.skipIf(withoutClock)(`a trace ${withoutClock}`, () => {
  it('leads from a submission through Lambda to the table and into the execution', async () => {
    const { id: expense } = await aDraft(team.employee);
    const { id, headers } = await aTrace();
    const answer = await as(team.employee).post(`/expenses/${expense}/submit`, undefined, headers);
    expectStatus(answer, 200);
    await isWaiting(team.employee, expense);
    const machine = resourceName('approval');
    const segments = await segmentsOf(
      id,
      (found) =>
        has(found, { origin: 'AWS::Lambda::Function' }) &&
        has(found, { name: machine }) &&
        has(found, { name: 'SFN' }),
    );

    const [service, fn, request, execution] = [
      segments.find(({ origin }) => origin === 'AWS::Lambda'),
      segments.find(({ origin }) => origin === 'AWS::Lambda::Function'),
      segments.find(({ name }) => name === 'POST /expenses/:id/submit'),
      segments.find(({ origin }) => origin === 'AWS::StepFunctions::StateMachine'),
    ];
    expect(fn?.parent_id).toBe(service?.id);
    expect(request).toMatchObject({
      parent_id: fn?.id,
      annotations: { route: 'POST /expenses/:id/submit', status: 200 },
    });
    expect(execution?.parent_id).toBe(request?.id);
    const calls = segments.filter(({ parent_id }) => parent_id === request?.id && parent_id !== undefined);
    expect(calls.map(({ aws }) => aws?.operation)).toEqual(
      expect.arrayContaining(['GetItem', 'PutItem', 'StartExecution']),
    );
    const write = calls.find(({ aws }) => aws?.operation === 'PutItem');
    expect(write?.aws?.table_name).toBe(resourceName('expenses'));
    expect(segments.filter(({ parent_id }) => parent_id === execution?.id).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Begin', 'MoreSteps']),
    );
  });

  it('goes on in the execution until it ends', async () => {
    const { id: expense } = await aDraft(team.employee);
    const { id, headers } = await aTrace();
    expectStatus(await as(team.employee).post(`/expenses/${expense}/submit`, undefined, headers), 200);
    await isWaiting(team.employee, expense);
    expectStatus(await approve(team.manager, expense), 200);
    await segmentsOf(
      id,
      (found) => has(found, { name: 'AwaitDecision' }) && has(found, { name: 'Approved' }),
    );
  });

  it('is found by its route, and says nothing of who or what it was about', async () => {
    const { id: expense } = await aDraft(team.employee, { merchant: 'Secret-Merchant' });
    const { id, headers } = await aTrace();
    expectStatus(await as(team.employee).get(`/expenses/${expense}`, headers), 200);
    await segmentsOf(id, (found) => has(found, { name: 'GET /expenses/:id' }));
    const now = (await targetTime()).getTime();
    const { TraceSummaries = [] } = await xray.send(
      new GetTraceSummariesCommand({
        StartTime: new Date(now - 60_000),
        EndTime: new Date(now + 60_000),
        FilterExpression: 'annotation.route = "GET /expenses/:id" AND annotation.status = 200',
      }),
    );
    expect(TraceSummaries.map(({ Id }) => Id)).toContain(id);
    const { Traces } = await xray.send(new BatchGetTracesCommand({ TraceIds: [id] }));
    for (const personal of ['Secret-Merchant', expense, team.employee.id, team.employee.email]) {
      expect(JSON.stringify(Traces)).not.toContain(personal);
    }
  });

  it('is found by the commands of docs/operations.md where its caller waited, not where an approval took its time', async () => {
    const { id: expense } = await aDraft(team.employee);
    const [slow, submission] = [await aTrace(), await aTrace()];
    await setFaults({ service: 'dynamodb', operation: 'Query', lag: 1_200, times: 1 });
    expectStatus(await as(team.employee).get('/expenses', slow.headers), 200);
    await setFaults();
    expectStatus(
      await as(team.employee).post(`/expenses/${expense}/submit`, undefined, submission.headers),
      200,
    );
    await isWaiting(team.employee, expense);
    await advance('PT1M');
    expectStatus(await approve(team.manager, expense), 200);
    await segmentsOf(submission.id, (found) => has(found, { name: 'Approved' }));
    await segmentsOf(slow.id, (found) => has(found, { name: 'GET /expenses' }));

    const found = async (expression: string) => {
      const now = (await targetTime()).getTime();
      const { TraceSummaries = [] } = await xray.send(
        new GetTraceSummariesCommand({
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 60_000),
          FilterExpression: expression.replace('expense-tracker-prod-http', resourceName('http')),
        }),
      );
      return TraceSummaries;
    };
    const [, documented = ''] = /--filter-expression '(.+)'/.exec(operations) ?? [];
    const [, ofRoute = ''] = /`(AND annotation\.route = .+?)`/.exec(operations) ?? [];
    const waitedFor = await found(documented);
    expect(waitedFor.find(({ Id }) => Id === slow.id)).toMatchObject({
      ResponseTime: expect.toSatisfy((seconds: number) => seconds >= 1.2),
      Annotations: { route: [{ AnnotationValue: { StringValue: 'GET /expenses' } }] },
    });
    const ids = async (expression: string) => (await found(expression)).map(({ Id }) => Id);
    const halfAMinute = documented.replace('responsetime > 1', 'responsetime > 30');
    expect(await ids(halfAMinute)).not.toContain(submission.id);
    expect(await ids(halfAMinute.replace('responsetime', 'duration'))).toContain(submission.id);
    expect(await ids(`${documented} ${ofRoute}`)).not.toContain(slow.id);
    const here = ofRoute.replace('PATCH /expenses/:id', 'GET /expenses');
    expect(await ids(`${documented} ${here}`)).toContain(slow.id);
  });

  it('that a caller does not want is not recorded', async () => {
    const { id, headers } = await aTrace();
    const unwanted = {
      'x-amzn-trace-id': String(headers['x-amzn-trace-id']).replace('Sampled=1', 'Sampled=0'),
    };
    expectStatus(await as(team.employee).get('/me', unwanted), 200);
    const later = await aTrace();
    expectStatus(await as(team.employee).get('/me', later.headers), 200);
    await segmentsOf(later.id, (found) => has(found, { name: 'GET /me' }));
    const { Traces, UnprocessedTraceIds } = await xray.send(new BatchGetTracesCommand({ TraceIds: [id] }));
    expect({ Traces, UnprocessedTraceIds }).toEqual({ Traces: [], UnprocessedTraceIds: [id] });
  });
});

describe.skipIf(withoutClock)(
  `without a decision of the caller, X-Ray records the first request of a second ${withoutClock}`,
  () => {
    /** Calls again and again until X-Ray has recorded a trace of `service` that began after the first call. */
    async function recordedOnce(service: string, call: () => Promise<unknown>): Promise<string> {
      const StartTime = await targetTime();
      return until(
        async () => {
          await call();
          const { TraceSummaries = [] } = await xray.send(
            new GetTraceSummariesCommand({
              StartTime,
              EndTime: new Date((await targetTime()).getTime() + 60_000),
              FilterExpression: `service("${service}")`,
            }),
          );
          return TraceSummaries[0]?.Id;
        },
        { within: 15_000, what: `a trace of ${service}` },
      );
    }

    it('of a sign-up, down to the table', async () => {
      const { userPoolClientId: ClientId, userPoolId: UserPoolId } = target;
      const service = resourceName('sign-up');
      const id = await recordedOnce(service, async () => {
        const Username = anEmail('traced');
        await cognito.signUp({ ClientId, Username, Password: PASSWORD });
        await cognito.adminConfirmSignUp({ UserPoolId, Username });
      });
      const segments = await segmentsOf(id, (found) => has(found, { name: 'DynamoDB' }));
      expect(segments).toContainEqual(
        expect.objectContaining({ name: service, origin: 'AWS::Lambda::Function' }),
      );
    });

    it('of an execution, which is where its trace begins', async () => {
      const service = resourceName('approval');
      const { stateMachineArn } = target;
      // The input names no expense, so the execution fails at once.
      const input = '{}';
      const id = await recordedOnce(service, () =>
        sfn.send(new StartExecutionCommand({ stateMachineArn, input })),
      );
      const segments = await segmentsOf(id, (found) => has(found, { name: service }));
      expect(segments.find(({ name }) => name === service)?.parent_id).toBeUndefined();
    });

    it('of a receipt that was handed in, down to the table', async () => {
      const service = resourceName('receipt-processor');
      const id = await recordedOnce(service, async () => {
        const { id: expense } = await aDraft(team.employee);
        const announced = await announce(team.employee, expense);
        // The announcement was the first request of its second; the upload is that of another.
        await advance('PT2S');
        await post(announced, aFile());
        await lookedAt(team.employee, expense, announced.receipt.id);
      });
      expect(await segmentsOf(id, (found) => has(found, { name: 'DynamoDB' }))).toContainEqual(
        expect.objectContaining({ name: service, origin: 'AWS::Lambda::Function' }),
      );
    });

    it('of a run of the reconciler, down to the table', async () => {
      const service = resourceName('reconciler');
      const id = await recordedOnce(service, () => advance('PT5M'));
      expect(await segmentsOf(id, (found) => has(found, { name: 'DynamoDB' }))).toContainEqual(
        expect.objectContaining({ name: service, origin: 'AWS::Lambda::Function' }),
      );
    });
  },
);
