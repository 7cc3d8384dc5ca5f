import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPermissions } from '../../cdktf/pipeline/load-permissions.ts';
import { signsOf } from '../../load/breakpoint/signs.ts';
import { cloudWatchSource } from '../../load/cost/cloudwatch-source.ts';
import { preparePopulation } from '../../load/population/prepare.ts';
import { type Created, create } from '../../localstack/conformance/terraform-reads/create.ts';
import { type StartedEmbedded, startEmbedded } from '../../localstack/testing/embedded.ts';
import { aRole, type PolicyStatement } from '../../localstack/testing/roles.ts';
import { ROOT, synthesize } from '../infra/synthesized.ts';
import { recordedRoles } from './record.ts';

const PLACE = { region: 'us-east-1', account: '000000000000', stage: 'staging' };
/** Two programs start one after the other, on a machine that may be busy. */
const PATIENCE = 60_000;
const HOUR = 3_600_000;
const ADMIN = { email: 'load-admin@example.com', password: 'Only-for-one-run-1' };

let aws: StartedEmbedded;
let created: Created;
let roleArn: string;
let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };

beforeAll(async () => {
  using synthesis = await synthesize({ STAGE: 'staging' });
  aws = await startEmbedded({ log: () => {} });
  created = await create(aws, synthesis.folder);
  const statements = Object.values(loadPermissions(PLACE)).flat();
  roleArn = await aRole(aws, statements as PolicyStatement[]);
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = '',
  } = aws.context.credentials.assumeRole(roleArn, 'load');
  credentials = { accessKeyId, secretAccessKey, sessionToken };
});
afterAll(() => aws[Symbol.asyncDispose]());

const output = (name: string) => String(created.outputs[name]);

/** What the workflow does before a run: makes the admin, or gives the one of the run before another password. */
async function addAdmin(): Promise<void> {
  const person = [
    '--email',
    ADMIN.email,
    '--name',
    'Load admin',
    '--roles',
    'admin',
    '--password',
    ADMIN.password,
  ];
  const where = ['--user-pool-id', output('user_pool_id'), '--table', output('table_name')];
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: PLACE.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
  const args = ['app/commands/user.ts', 'add', ...person, ...where];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
}

describe("the pipeline's role for load tests", () => {
  test(
    'makes the admin, a second time too, and the people of a run',
    async () => {
      await addAdmin();
      await addAdmin();
      const target = {
        name: 'staging',
        apiUrl: output('api_url'),
        userPoolId: output('user_pool_id'),
        userPoolClientId: output('user_pool_client_id'),
        cognitoUrl: `${aws.endpoint}/`,
        admin: ADMIN,
        aws: { endpoint: aws.endpoint, region: PLACE.region, credentials },
        [Symbol.asyncDispose]: async () => {},
      };
      expect(await preparePopulation(target, { teams: 1, employeesPerTeam: 1 })).toHaveLength(1);
    },
    PATIENCE,
  );

  test('reads what the run has cost', async () => {
    const began = aws.context.clock.now() - HOUR;
    await aws.context.clock.advance(120_000);
    let now = began;
    const source = cloudWatchSource({
      aws: { endpoint: aws.endpoint, region: PLACE.region, credentials },
      apiUrl: output('api_url'),
      tableName: output('table_name'),
      now: () => now,
      settleWithin: 0,
    });
    now = aws.context.clock.now();
    const { quantities } = await source.read();
    expect(quantities.map(({ quantity }) => quantity)).toContain('invocations');
  });

  test('asks what the stage says of itself, where a search wants to know what gave in', async () => {
    const now = aws.context.clock.now();
    const signs = await signsOf(
      {
        aws: { endpoint: aws.endpoint, region: PLACE.region, credentials },
        apiUrl: output('api_url'),
        tableName: output('table_name'),
      },
      new Date(now - HOUR),
      new Date(now),
    );
    expect(signs.functionMilliseconds).toBeGreaterThan(0);
  });

  test('is denied nothing, and has used all that it is granted', async () => {
    const { granted, denied } =
      (await recordedRoles(aws.endpoint)).find(({ role }) => role === roleArn) ?? {};
    expect(denied).toEqual([]);
    expect(granted?.filter(({ uses }) => uses === 0)).toEqual([]);
  });
});
