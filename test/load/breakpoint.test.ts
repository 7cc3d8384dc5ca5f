import { ApiGatewayV2Client, GetApisCommand, UpdateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchBreakpoint } from '../../load/breakpoint/run.ts';
import { signsOf } from '../../load/breakpoint/signs.ts';
import { findMeter } from '../../load/cost/meter-source.ts';
import { scenarios } from '../../load/k6/scenarios/catalogue.ts';
import { preparePopulation } from '../../load/population/prepare.ts';
import { parseRunArguments, type RunArguments } from '../../load/run/arguments.ts';
import { embeddedTarget, type LoadTarget } from '../../load/run/target.ts';
import { targets } from '../../load/shared/targets.ts';
import { k6, ownFolder, sessionOn } from './support/runs.ts';

/** The profile with the most patient limits: how fast this machine is just now is not what is looked for. */
const profile = 'localstack';
/** Iterations of crud a second that it is ordinarily asked. */
const ordinary = scenarios.crud.rate * targets[profile].rateShare;

const folder = await ownFolder('breakpoint');
const patience = { timeout: 180_000 };

describe.skipIf(!k6)('the search for the breakpoint on the embedded AWS', () => {
  let target: LoadTarget;

  beforeAll(async () => {
    target = await embeddedTarget(() => {});
  }, patience.timeout);

  afterAll(() => target?.[Symbol.asyncDispose]());

  test('finds what a throttle lets through, and names the gateway and the route', patience, async () => {
    if (!k6) return;
    const from = new Date();
    // An iteration of crud looks at its expense twice: the ordinary load's requests pass, those of twice the load do not.
    await throttle(target, 'GET /expenses/{id}', {
      ThrottlingRateLimit: 2 * ordinary,
      // Room for what arrives at once after the machine has stood still for a moment.
      ThrottlingBurstLimit: 3 * ordinary,
    });
    const usage = await findMeter(target.apiUrl);
    const teams = await preparePopulation(target, { teams: 1, employeesPerTeam: 2 });
    const session = { ...sessionOn(k6, target, teams), ...(usage ? { usage } : {}) };
    const tries = ['--workload', 'breakpoint', '--try-seconds', '3'];
    const options = ['--scenario', 'crud', ...tries, '--thresholds', profile];
    const args = parseRunArguments([...options, '--results', folder]) as RunArguments;
    const limits = { start: 0.5, factor: 4, tolerance: 4, highest: 4, lowest: 0.5 };
    const report = await searchBreakpoint(session, args, () => {}, limits);
    expect(report?.tries.map(({ share, held }) => [share, held])).toEqual([
      [0.5, true],
      [2, false],
      [0.5, true],
    ]);
    expect(report).toMatchObject({
      share: 0.5,
      iterationsPerSecond: { crud: ordinary / 2 },
      interrupted: false,
    });
    expect(report?.limit).toMatchObject({ share: 2, culprit: { part: 'gateway' } });
    expect(report?.limit?.culprit.evidence[0]).toMatch(
      /^\d+ of \d+ requests were answered 429: \d+ of GET \/expenses\/{id}$/,
    );
    // What CloudWatch shows of the same minutes.
    expect(await signsOf(target, from, new Date())).toMatchObject({
      concurrentExecutions: expect.toSatisfy((count: number) => count >= 1),
      functionMilliseconds: expect.toSatisfy((milliseconds: number) => milliseconds > 0),
    });
  });
});

/** Gives a route of the target's API a throttle of its own. */
async function throttle(
  { aws, apiUrl }: LoadTarget,
  route: string,
  settings: { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number },
): Promise<void> {
  const client = new ApiGatewayV2Client(aws);
  const { Items = [] } = await client.send(new GetApisCommand({}));
  const api = Items.find(({ ApiId = '' }) => apiUrl.includes(ApiId)) ?? Items[0];
  await client.send(
    new UpdateStageCommand({
      ApiId: api?.ApiId,
      StageName: '$default',
      RouteSettings: { [route]: settings },
    }),
  );
  client.destroy();
}
