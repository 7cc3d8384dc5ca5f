import { fileURLToPath } from 'node:url';
import type { EmbeddedAws, EmbeddedAwsOptions } from '../embedded/index.ts';
import { createEmbeddedAws } from '../embedded/index.ts';
import type { Value } from '../provision/expressions/syntax.ts';
import { applyPrepared, type Prepared, prepare } from '../provision/provision.ts';
import type { Provisioned } from '../provision/provisioned.ts';
import { describedRun } from '../provision/report.ts';
import { type ClientConfig, LOCAL_CREDENTIALS } from './client-config.ts';
import { type KeptRecords, keepingRecords, openKeptRecords } from './kept-records.ts';
import { localOutputs } from './local-outputs.ts';

/** What a local AWS is made of, besides what an embedded one is; everything has a default. */
export interface LocalAwsOptions extends EmbeddedAwsOptions {
  /** A folder of synthesized Terraform JSON, which is provisioned; default: nothing is. */
  readonly stacks?: string | URL | undefined;
  /** Default: any free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`, which this machine alone reaches. */
  readonly host?: string;
  /** Addresses of what is deleted and made anew, with all that it holds; see provision/README.md. */
  readonly replace?: readonly string[] | undefined;
  /** Addresses of what is no longer in the definition and is deleted with all that it holds. */
  readonly destroy?: readonly string[] | undefined;
  /** Called with a line as each part of the start is done. */
  readonly onProgress?: (line: string) => void;
}

/** An AWS that listens on a port, with stacks in it. Stop it to let go of everything. */
export interface LocalAws
  extends Pick<EmbeddedAws, 'clock' | 'faults' | 'meter'>,
    ClientConfig,
    AsyncDisposable {
  /** For the clients of the SDK: `new SQSClient(aws.clientConfig)`. */
  readonly clientConfig: ClientConfig;
  /** The stacks' outputs by name; what is no string is JSON. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What provisioning leaves as it was, and why: one sentence each. */
  readonly left: readonly string[];
  stop(): Promise<void>;
  /** @internal */
  readonly aws: EmbeddedAws;
}

/**
 * Starts an AWS in this process that listens on a port, and provisions stacks there.
 *
 * @example
 * await using aws = await startLocalAws({ stacks: 'cdktf.out' });
 * const queue = new SQSClient(aws.clientConfig);
 * @throws ProvisionError naming the stack, the address and the argument; PortInUseError; and the errors of
 * {@link createEmbeddedAws}
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { stacks, port = 0, host, replace, destroy, onProgress = () => {}, ...embedded } = options;
  const prepared = stacks === undefined ? undefined : prepare(pathOf(stacks));
  // Noticed where it is awaited below; until then AWS starts.
  prepared?.catch(() => {});
  const aws = await createEmbeddedAws(embedded);
  try {
    const definition = await prepared;
    const endpoint = await aws.listen(port, host);
    onProgress(`AWS is up on ${endpoint}`);
    const where = { endpoint, region: aws.context.region, credentials: LOCAL_CREDENTIALS };
    const { dataDirectory } = embedded;
    const wanted = { ...where, empty: dataDirectory === undefined, replace, destroy };
    const provisioned =
      definition && (await applyKept(definition, wanted, await openKeptRecords(dataDirectory)));
    if (provisioned) onProgress(describedRun(provisioned));
    return localAws(aws, where, provisioned);
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

function applyKept(
  definition: Prepared,
  wanted: Parameters<typeof applyPrepared>[1],
  kept: KeptRecords,
): Promise<Provisioned> {
  return keepingRecords(kept, async (before, isThere) => {
    const provisioned = await applyPrepared(definition, { ...wanted, before });
    isThere(provisioned.records);
    return provisioned;
  });
}

function localAws(aws: EmbeddedAws, where: ClientConfig, provisioned: Provisioned | undefined): LocalAws {
  const { clock, faults, meter } = aws;
  const stop = () => aws.stop();
  return {
    ...where,
    clientConfig: where,
    clock,
    faults,
    meter,
    outputs: localOutputs(textsOf(provisioned?.values ?? {}), where.endpoint),
    left: provisioned ? [...provisioned.kept, ...provisioned.left] : [],
    stop,
    [Symbol.asyncDispose]: stop,
    aws,
  };
}

function textsOf(values: Readonly<Record<string, Value>>): Record<string, string> {
  const text = (value: Value) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
}

function pathOf(folder: string | URL): string {
  return typeof folder === 'string' ? folder : fileURLToPath(folder);
}
