import { environmentOf } from './local-aws/client-config.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from './local-aws/local-aws.ts';

export type { LocalAws } from './local-aws/local-aws.ts';

/** What {@link localAws} gives a test; everything has a default. */
export interface LocalAwsFixtureOptions extends LocalAwsOptions {
  /**
   * Whether to set `AWS_ENDPOINT_URL`, `AWS_REGION` and the keys while it runs, for code under test that makes its clients
   * without a configuration; default: nothing global is set.
   */
  readonly environment?: boolean;
}

/** What Vitest hands a fixture besides other fixtures. */
interface FixtureTools {
  readonly onCleanup: (cleanup: () => Promise<void>) => void;
}

/**
 * A fixture of Vitest: an AWS of the test's own, in memory and on a free port, with the stacks of a folder in it. It is
 * started by the first test that asks for it, and stops by itself.
 *
 * @example
 * const test = base.extend('aws', { scope: 'file' }, localAws({ stacks: 'cdktf.out' }));
 * test('…', async ({ aws }) => {
 *   const queue = new SQSClient(aws.clientConfig);
 *   await aws.clock.advance('P3D');
 * });
 * @throws what {@link startLocalAws} does, as the failure of the tests that ask for it
 */
export function localAws(
  options: LocalAwsFixtureOptions = {},
): (others: object, tools: FixtureTools) => Promise<LocalAws> {
  const { environment = false, ...wanted } = options;
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from it which other fixtures are needed, and insists on it.
  return async ({}, { onCleanup }) => {
    const aws = await startLocalAws(wanted);
    const restore = environment ? setEnvironment(environmentOf(aws)) : () => {};
    onCleanup(async () => {
      restore();
      await aws.stop();
    });
    return aws;
  };
}

/** What was set and not yet taken back, the latest last; several run where tests do so at the same time. */
const inForce: Readonly<Record<string, string>>[] = [];
/** How it was before the first of them. */
let original: Readonly<Record<string, string | undefined>> = {};

/**
 * Sets variables; returns how to take them back. What another one has set stays in force until that is taken back, so that
 * no client finds AWS itself meanwhile.
 */
function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  if (inForce.length === 0) {
    original = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  }
  inForce.push(variables);
  Object.assign(process.env, variables);
  return () => {
    inForce.splice(inForce.indexOf(variables), 1);
    for (const [name, value] of Object.entries(inForce.at(-1) ?? original)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
