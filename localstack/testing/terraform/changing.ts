import { createEmbeddedAws, type EmbeddedAws } from '../../embedded/index.ts';
import { type Aws, type AwsOptions, createAws } from '../../provision/aws.ts';
import { ProvisionError } from '../../provision/errors.ts';
import { type ProvisionOptions, provision } from '../../provision/provision.ts';
import type { Provisioned } from '../../provision/provisioned.ts';
import { type FixtureStack, synthesized, writeStacks } from './fixtures.ts';

/** Resources of one stack by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A definition that changes, at an embedded AWS of its own. */
export interface Changing extends AsyncDisposable {
  readonly aws: Aws;
  readonly directory: string;
  readonly endpoint: string;
  /** Provisions a stack `s` of these resources, knowing what the last run knew. */
  run(resource: Resources, options?: Options): Promise<Provisioned>;
  /** Provisions these stacks. */
  runAll(stacks: Readonly<Record<string, FixtureStack>>, options?: Options): Promise<Provisioned>;
}

type Options = Pick<ProvisionOptions, 'replace' | 'destroy' | 'without' | 'before'>;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Starts an AWS, with nothing in it. */
export async function startChanging(): Promise<Changing> {
  const embedded: EmbeddedAws = await createEmbeddedAws();
  const endpoint = await embedded.listen(0);
  const options: AwsOptions = { endpoint, region: 'us-east-1', credentials };
  const aws = createAws(options);
  const directory = synthesized({ s: {} });
  let before: Provisioned['records'] | undefined;
  const runAll: Changing['runAll'] = async (stacks, more = {}) => {
    writeStacks(directory, stacks);
    try {
      const provisioned = await provision(directory, { ...options, before, ...more });
      before = provisioned.records;
      return provisioned;
    } catch (error) {
      if (error instanceof ProvisionError && error.records) before = error.records;
      throw error;
    }
  };
  return {
    aws,
    directory,
    endpoint,
    run: (resource, more) => runAll({ s: { resource } }, more),
    runAll,
    async [Symbol.asyncDispose]() {
      aws.close();
      await embedded.stop();
    },
  };
}

/** What became of each resource: `created s aws_x.y`. */
export function changesOf({ changes }: Provisioned): string[] {
  return changes.map(({ address, change }) => `${change} ${address}`);
}

/** A table with one key, and an index by each of `indexes`. */
export function table(name: string, key = 'pk', ...indexes: string[]): object {
  return {
    name,
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: key,
    attribute: [key, ...indexes].map((attribute) => ({ name: attribute, type: 'S' })),
    global_secondary_index: indexes.map((index) => ({
      name: `by-${index}`,
      hash_key: index,
      projection_type: 'ALL',
    })),
  };
}

/** An alarm that watches nothing in particular. */
export function alarm(name: string, threshold = 1): object {
  return {
    alarm_name: name,
    comparison_operator: 'GreaterThanThreshold',
    evaluation_periods: 1,
    metric_name: 'Errors',
    namespace: 'AWS/Lambda',
    period: 60,
    statistic: 'Sum',
    threshold,
  };
}
