import { parseArgs } from 'node:util';
import { IAMClient } from '@aws-sdk/client-iam';
import { type StackProcess, startStackProcess } from '../../localstack/stack-process.ts';
import { createClient } from '../support/embedded.ts';
import { NOT_EXERCISED } from './exceptions.ts';
import { findingsOf, nameOf, type RoleUse, staleExceptions, usedBetween } from './findings.ts';
import { allMutations, without } from './mutations.ts';
import { makeAgain } from './provisioning.ts';
import { type FileRun, openSuite } from './suite.ts';

const USAGE = `Usage: npm run iam [-- --mutate]

Runs the application's end-to-end suite on the embedded AWS, which decides every call by the policies of the stacks,
and says for each role what it is granted and never used, and what it needed and was denied. Both must be nothing.

  --mutate   then takes every granted action away in turn, and sees the part of the suite fail that uses it`;

/** Which files used a grant, and how long they took; `makeAgain` stands for the making of the stacks. */
type Users = Map<string, FileRun[]>;

const PROVISIONING = 'the making of the stacks';

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
  const clean = report(await recordedRoles(stack.endpoint));
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

async function recordedRoles(endpoint: string): Promise<readonly RoleUse[]> {
  const response = await fetch(`${endpoint}/_testbed/iam`);
  return ((await response.json()) as { roles: readonly RoleUse[] }).roles;
}

/** Runs the whole suite once, and notes which file used which grant. */
async function record(endpoint: string): Promise<{ users: Users; failed: readonly FileRun[] }> {
  const users: Users = new Map();
  const note = (run: FileRun, used: readonly string[]) => {
    for (const name of used) users.set(name, [...(users.get(name) ?? []), run]);
  };
  let before = await recordedRoles(endpoint);
  note({ file: PROVISIONING, passed: true, failed: [], duration: 0 }, usedBetween([], before));
  await using suite = await openSuite({
    async onFile(run) {
      const after = await recordedRoles(endpoint);
      note(run, usedBetween(before, after));
      before = after;
      console.log(`${run.passed ? 'passed' : 'FAILED'}  ${run.file}  ${run.duration} ms`);
    },
  });
  const runs = await suite.run();
  if (runs.length === 0) throw new Error('The suite has no files.');
  return { users, failed: runs.filter(({ passed }) => !passed) };
}

/** Prints the findings; false where there are any. */
function report(roles: readonly RoleUse[]): boolean {
  const findings = findingsOf(roles, NOT_EXERCISED);
  const stale = staleExceptions(roles, NOT_EXERCISED);
  for (const { role, granted, unused, missing } of findings) {
    console.log(`${role}: ${granted} grants, ${unused.length} never used, ${missing.length} missing`);
    for (const each of unused) console.log(`  granted, never used:  ${each}`);
    for (const each of missing) console.log(`  needed, not granted:  ${each}`);
  }
  for (const action of stale) {
    console.log(`test/iam/exceptions.ts lists ${action}, which is used or granted to nobody: take it out.`);
  }
  for (const [action, reason] of Object.entries(NOT_EXERCISED))
    console.log(`not exercised: ${action}: ${reason}`);
  return stale.length === 0 && findings.every(({ unused, missing }) => unused.length + missing.length === 0);
}

/** Takes each used action away and runs what used it, the quickest first, until something fails. */
async function mutate(endpoint: string, users: Users): Promise<number> {
  const iam = createClient(IAMClient, endpoint);
  const mutations = (await allMutations(iam)).filter(({ action }) => !Object.hasOwn(NOT_EXERCISED, action));
  await using suite = await openSuite({ untilFailure: true });
  let survived = 0;
  for (const mutation of mutations) {
    const name = nameOf(mutation.role, mutation);
    const killer = await without(iam, mutation, () => firstFailure(users.get(name) ?? []));
    if (killer === undefined) survived++;
    console.log(
      `${killer === undefined ? 'SURVIVED' : 'noticed '}  ${name}${killer ? `  by ${killer}` : ''}`,
    );
    if (killer === PROVISIONING) await makeAgain(endpoint);
  }
  console.log(`${mutations.length - survived} of ${mutations.length} mutations were noticed.`);
  return survived;

  async function firstFailure(files: readonly FileRun[]): Promise<string | undefined> {
    for (const { file } of files.toSorted((one, other) => one.duration - other.duration)) {
      if (file === PROVISIONING) {
        const refused = await makeAgain(endpoint).then(
          () => false,
          () => true,
        );
        if (refused) return file;
        continue;
      }
      const [run] = await suite.run([file]);
      if (run && !run.passed) return `${file}: ${run.failed[0]}`;
    }
    return undefined;
  }
}

process.exitCode = await main();
