import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createClient } from '../../localstack/testing/embedded.ts';
import { NOT_EXERCISED, NOT_VISIBLE } from './exceptions.ts';
import { isDenied, nameOf } from './findings.ts';
import { allMutations, type Mutation, without } from './mutations.ts';
import { AGAIN, makeAgain, startAfresh } from './provisioning.ts';
import { forget, recordedRoles } from './record.ts';
import { type FileRun, openSuite, type Suite } from './suite.ts';

/** The making of the stacks, which uses grants as files of the suite do. */
export const PROVISIONING = 'the making of the stacks';

/** Which files used a grant, by {@link nameOf}, and how long they took. */
export type Users = ReadonlyMap<string, readonly FileRun[]>;

/**
 * Takes each grant away in turn and runs what used it until something fails by it, and says for each what came of it.
 * @returns how many were not noticed
 */
export async function mutate(endpoint: string, users: Users): Promise<number> {
  const iam = createClient(IAMClient, endpoint, AGAIN);
  const lambda = createClient(LambdaClient, endpoint, AGAIN);
  const mutations = (await allMutations(iam)).filter(({ action }) => !Object.hasOwn(NOT_EXERCISED, action));
  await using suite = await openSuite({ untilFailure: true });
  const hunt = new Hunt(endpoint, suite, users);
  let survived = 0;
  for (const mutation of mutations) {
    // A function that runs already has what it needs to start: the log stream of its instance.
    await startAfresh(lambda, mutation.role);
    const noticed = await without(iam, mutation, () => hunt.noticedBy(mutation));
    await startAfresh(lambda, mutation.role);
    if (noticed === undefined) survived++;
    if (noticed === PROVISIONING) await makeAgain(endpoint);
    const verdict = noticed === undefined ? 'SURVIVED' : 'noticed ';
    console.log(`${verdict}  ${nameOf(mutation.role, mutation)}${noticed ? `  by ${noticed}` : ''}`);
  }
  console.log(`${mutations.length - survived} of ${mutations.length} mutations were noticed.`);
  return survived;
}

/** A case that failed may have left the clock on its way, one advance after the other; this one comes after them. */
async function clockStandsStill(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/_testbed/clock`, {
    method: 'POST',
    body: JSON.stringify({ advance: 'PT0S' }),
  });
  if (!response.ok) throw new Error(`The testbed answered ${response.status}: ${await response.text()}`);
}

/** Looks for what notices a mutation. */
class Hunt {
  readonly #endpoint: string;
  readonly #suite: Suite;
  readonly #users: Users;
  /** What noticed that an action was missing, of whatever role: it is asked first the next time. */
  readonly #killers = new Map<string, string>();

  constructor(endpoint: string, suite: Suite, users: Users) {
    this.#endpoint = endpoint;
    this.#suite = suite;
    this.#users = users;
  }

  /** The first case that fails because of the mutation; undefined where none does. */
  async noticedBy(mutation: Mutation): Promise<string | undefined> {
    const { role, action } = mutation;
    const isVisible = !Object.hasOwn(NOT_VISIBLE, action);
    for (const file of this.#inOrder(mutation)) {
      await forget(this.#endpoint);
      const failure = await this.#failureOf(file);
      await clockStandsStill(this.#endpoint);
      // A failure by which nothing was denied has another reason, and proves nothing.
      const denied = isDenied(await recordedRoles(this.#endpoint), role, action);
      if (denied && (failure !== undefined || !isVisible)) {
        this.#killers.set(action, file);
        return failure ?? `the record of denied calls: ${NOT_VISIBLE[action]}`;
      }
      if (failure !== undefined) console.log(`  fails for another reason: ${failure}`);
    }
    return undefined;
  }

  /** What used the grant: first what noticed the loss of the same action before, then the quickest. */
  #inOrder({ role, ...grant }: Mutation): string[] {
    const first = this.#killers.get(grant.action);
    return (this.#users.get(nameOf(role, grant)) ?? [])
      .toSorted((one, other) => one.duration - other.duration)
      .map(({ file }) => file)
      .sort((one, other) => Number(other === first) - Number(one === first));
  }

  async #failureOf(file: string): Promise<string | undefined> {
    if (file === PROVISIONING) {
      return makeAgain(this.#endpoint).then(
        () => undefined,
        () => file,
      );
    }
    const [run] = await this.#suite.run([file]);
    if (!run) throw new Error(`The suite has no file ${file}.`);
    return run.passed ? undefined : `${file}: ${run.failed[0] ?? 'a hook'}`;
  }
}
