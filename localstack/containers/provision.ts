import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LOCAL_CREDENTIALS } from '../local-aws/client-config.ts';
import { createAws } from '../provision/aws.ts';
import { ProvisionError } from '../provision/errors.ts';
import { prepare, provision } from '../provision/provision.ts';
import { type People, stackPeople } from '../stack/people/people.ts';
import { provisionWithPeople } from '../stack/provisioning/provision-with-people.ts';

const USAGE = `Usage: node localstack/containers/provision.ts --endpoint URL [--after URL] [--without TYPE] [--out DIR] [--outputs DIR]
       node localstack/containers/provision.ts --check [--without TYPE] [--out DIR]

Puts the synthesized stacks into the AWS at an endpoint, once it answers, and makes people who can sign in.

  --endpoint URL  where AWS is
  --after URL     what has to answer first; may be repeated
  --without TYPE  leaves resources of this type out, where the endpoint does not offer it; may be repeated
  --out DIR       CDKTF's output folder (cdktf.out)
  --outputs DIR   writes outputs.json and api-url there
  --check         only reads the stacks, and says what in them is not understood`;

/** How long a container may take to answer. */
const PATIENCE_MS = 60_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      endpoint: { type: 'string' },
      after: { type: 'string', multiple: true, default: [] },
      without: { type: 'string', multiple: true },
      out: { type: 'string', default: 'cdktf.out' },
      outputs: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const region = process.env.AWS_REGION ?? 'us-east-1';
  if (values.check) return check(values.out, values.without, region);
  const { endpoint } = values;
  if (values.help || !endpoint) return console.log(USAGE);
  for (const needed of [...values.after, endpoint]) await answers(needed);
  const where = { endpoint, region, credentials: LOCAL_CREDENTIALS };
  const awake = wake(where);
  const { out: directory, without } = values;
  const { provisioned, people } = await provisionWithPeople(where, stackPeople, (onOutputs) =>
    provision(directory, { ...where, without, log: console.log, onOutputs }),
  );
  await awake;
  const outputs = provisioned.values;
  for (const sentence of provisioned.left) console.error(sentence);
  if (provisioned.left.length > 0) process.exitCode = 2;
  if (values.outputs) {
    await writeFile(join(values.outputs, 'outputs.json'), `${JSON.stringify(outputs, null, 2)}\n`);
    await writeFile(join(values.outputs, 'api-url'), String(outputs.api_url));
  }
  console.log(summary(endpoint, outputs, people));
}

/** Reads the stacks, and loads what would apply them. */
async function check(
  directory: string,
  without: readonly string[] | undefined,
  region: string,
): Promise<void> {
  const { stacks } = await prepare(directory, without);
  await createAws({ region }).warm();
  console.log(`${stacks.length} stacks are understood.`);
}

/**
 * Asks the services that take longest to start, while others are provisioned: LocalStack starts a service at its
 * first request. What it answers is of no interest here: a service that is missing fails where it is needed.
 */
async function wake(where: Parameters<typeof createAws>[0]): Promise<void> {
  const aws = createAws(where);
  await Promise.allSettled([
    aws.dynamodb().then((dynamodb) => dynamodb.listTables({})),
    aws.sfn().then((sfn) => sfn.listStateMachines({})),
  ]);
  aws.close();
}

/** Waits until an endpoint answers anything at all. */
async function answers(endpoint: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await fetch(endpoint);
      return;
    } catch (error) {
      if (performance.now() > end) throw new Error(`${endpoint} does not answer.`, { cause: error });
      await pause(100);
    }
  }
}

function summary(endpoint: string, outputs: Readonly<Record<string, unknown>>, people: People): string {
  const lines = Object.values(people).map(
    ({ email, password, roles }) => `  ${email}  ${password}  ${roles.join(', ')}`,
  );
  return `
The expense tracker is up.
  API  ${outputs.api_url}
  AWS  ${endpoint}   (region us-east-1, key and secret "test")

Users, with their passwords; the manager approves for the employee
${lines.join('\n')}

Who the employee is (the token is good for some minutes)
  curl -H "authorization: Bearer ${people.employee.accessToken}" ${outputs.api_url}/me

docker compose down -v removes all of it, whole or interrupted half-way`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ProvisionError ? error.message : error);
  process.exitCode = 1;
}
