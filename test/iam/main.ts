import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type StackProcess, startStackProcess } from '../../localstack/stack/stack-process.ts';
import { createClient } from '../../localstack/testing/embedded.ts';
import { usedBetween } from './findings.ts';
import { mutate, PROVISIONING, type Users } from './mutate.ts';
import { AGAIN, startAfresh } from './provisioning.ts';
import { recordedRoles, reportOn } from './record.ts';
import { type FileRun, openSuite } from './suite.ts';

const USAGE = `Usage: npm run iam [-- --mutate]

Runs the application's end-to-end suite on the embedded AWS, which decides every call by the policies of the stacks,
and says for each role what it is granted and never used, and what it needed and was denied. Both must be nothing.

  --mutate   then takes every granted action away in turn, and sees the part of the suite fail that uses it`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      mutate: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  await using stack = await startStackProcess();
  describeTarget(stack);
  const { users, failed } = await record(stack.endpoint);
  if (failed.length > 0) {
    for (const { file, failed: cases } of failed)
      console.error(`FAILS  ${file}\n       ${cases.join('\n       ')}`);
    return 1;
  }
  const { lines, clean } = reportOn(await recordedRoles(stack.endpoint));
  console.log(lines.join('\n'));
  if (!values.mutate) return clean ? 0 : 1;
  const survived = await mutate(stack.endpoint, users);
  return clean && survived === 0 ? 0 : 1;
}

/** Tells the suite (test/app/support/boot.ts) where the application is. */
function describeTarget({ endpoint, region, outputs }: StackProcess): void {
  for (const [name, value] of Object.entries(outputs)) process.env[name.toUpperCase()] = value;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    VIRTUAL_CLOCK: 'true',
  });
}

/**
 * Runs the whole suite once, and notes which file used which grant. Each file meets functions that have yet to start:
 * what starting one takes is otherwise used by the first file alone.
 */
async function record(endpoint: string): Promise<{ users: Users; failed: readonly FileRun[] }> {
  const users = new Map<string, FileRun[]>();
  const note = (run: FileRun, used: readonly string[]) => {
    for (const name of used) users.set(name, [...(users.get(name) ?? []), run]);
  };
  const lambda = createClient(LambdaClient, endpoint, AGAIN);
  let before = await recordedRoles(endpoint);
  note({ file: PROVISIONING, passed: true, failed: [], duration: 0 }, usedBetween([], before));
  await using suite = await openSuite({
    async onFile(run) {
      const after = await recordedRoles(endpoint);
      note(run, usedBetween(before, after));
      await startAfresh(lambda);
      before = after;
      console.log(`${run.passed ? 'passed' : 'FAILED'}  ${run.file}  ${run.duration} ms`);
    },
  });
  const runs = await suite.run();
  if (runs.length === 0) throw new Error('The suite has no files.');
  return { users, failed: runs.filter(({ passed }) => !passed) };
}

process.exitCode = await main();
