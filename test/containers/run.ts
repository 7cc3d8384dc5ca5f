import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { OUTPUTS_FOLDER } from '../../cdktf/deploy/command.ts';
import { DeployError } from '../../cdktf/deploy/errors.ts';
import { type Outputs, readStage } from '../../cdktf/deploy/outputs.ts';
import { openRealAws, RealAwsError } from '../../localstack/testing/real-aws.ts';
import { writeFidelity } from './fidelity.ts';
import { keepOutcomes, type Outcome, OutcomeReporter, type Outcomes, readOutcomes } from './outcomes.ts';

const USAGE = `Usage: npm run conformance -- [--backend NAME] [--suites conformance,app] [--stage NAME] [--record] [FILE…]
       npm run test:containers

Runs the suites on a backend, and holds what came of each case to what is kept in test/containers/outcomes: a case that
passed there and fails now fails the run.

  --backend NAME   embedded (default), localstack, ministack or aws
  --suites LIST    conformance (default), data (its part about DynamoDB, S3, SQS and IAM), app, or several
  --stage NAME     on aws: the deployed stage that the application's suite talks to, by outputs/NAME.json
  --record         keeps what came of each case, and rewrites docs/fidelity.md

BACKEND_ENDPOINT (and, for the application, BESIDE_ENDPOINT) name a running one, e.g. docker compose's 4566 and 4567;
without them containers are started, and always removed.

On aws the SDK finds credentials as it always does, AWS_REGION names the region, and CONFORMANCE_ON_AWS=yes allows what
costs money. What the suite creates has names of its own and is deleted in the end. The application's suite needs a
deployed stage there: --stage, or API_URL and the variables that go with it (test/app/README.md).`;

const BACKENDS = ['embedded', 'localstack', 'ministack', 'aws'];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'embedded' },
      suites: { type: 'string', default: 'conformance' },
      stage: { type: 'string' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { backend, suites, stage, record } = values;
  if (values.help || !BACKENDS.includes(backend)) {
    console.log(USAGE);
    return values.help ? 0 : 1;
  }
  if (stage !== undefined) {
    if (backend !== 'aws')
      throw new RealAwsError('A stage is deployed to AWS: --stage goes with --backend aws.');
    Object.assign(process.env, environmentOf(readStage(OUTPUTS_FOLDER, stage)));
  }
  process.env.BACKEND = backend;
  process.env.CONTAINERS_SUITES = suites;
  const reporter = new OutcomeReporter();
  if (backend === 'aws') await runOnAws(suites, positionals, reporter);
  else await run(positionals, reporter);
  if (record) {
    await keepOutcomes(backend, reporter.outcomes);
    await writeFidelity();
  }
  return conclude(await readOutcomes(backend), reporter);
}

async function run(files: string[], reporter: OutcomeReporter): Promise<void> {
  const vitest = await startVitest('test', files, {
    config: 'vitest.containers.config.ts',
    watch: false,
    reporters: [reporter],
  });
  await vitest.close();
}

/** Tells the tests of the account that they run in, and deletes what was made for all of them. */
async function runOnAws(suites: string, files: string[], reporter: OutcomeReporter): Promise<void> {
  if (suites.includes('app') && !process.env.API_URL) {
    throw new RealAwsError(
      "The application's suite needs a deployed stage: give --stage, or set API_URL and what goes with it (test/app/README.md).",
    );
  }
  const aws = await openRealAws(process.env);
  try {
    process.env.BACKEND_ACCOUNT = aws.accountId;
    process.env.BACKEND_ROLE = aws.roleArn;
    await run(files, reporter);
  } finally {
    await aws.stop();
  }
}

/** The outputs of a stage as the application's suite and the SDK take them. */
function environmentOf({ region, ...outputs }: Outputs): Record<string, string> {
  const named = Object.entries(outputs).map(([name, value]) => [name.toUpperCase(), value]);
  return { ...Object.fromEntries(named), ...(region && { AWS_REGION: region }) };
}

/** Says what is other than it is kept, and gives the exit status. */
function conclude(kept: Outcomes, { outcomes, broken }: OutcomeReporter): number {
  const all = Object.entries(outcomes).flatMap(([file, cases]) =>
    Object.entries(cases).map(([name, now]) => ({
      name: `${file} > ${name}`,
      now,
      before: kept[file]?.[name],
    })),
  );
  const worse = all.filter(({ now, before }) => now.state === 'fails' && before?.state !== 'fails');
  const better = all.filter(({ now, before }) => now.state === 'passes' && before?.state === 'fails');
  for (const { name, now } of worse) console.error(`FAILS  ${name}\n       ${now.message}`);
  for (const { name } of better) console.log(`passes, and is kept as failing: ${name}`);
  for (const message of broken) console.error(message);
  const count = (state: Outcome['state']) => all.filter(({ now }) => now.state === state).length;
  console.log(
    `${count('passes')} pass, ${count('fails')} fail (${worse.length} of them not known to), ${count('not offered')} not offered`,
  );
  return worse.length + broken.length > 0 || all.length === 0 ? 1 : 0;
}

// startVitest sets the status for any failure; this one knows which were to be expected.
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof RealAwsError || error instanceof DeployError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
