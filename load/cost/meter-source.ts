import { LoadError } from '../errors.ts';
import { send } from '../run/http.ts';
import type { UsageSource } from './source.ts';
import type { CallUsage, QuantityUsage, Usage } from './usage.ts';

/** The version of the meter's reading that is understood here. */
const VERSION = 1;

interface Reading {
  readonly version: number;
  readonly since: string;
  readonly until: string;
  readonly region: string;
  readonly calls: readonly CallUsage[];
  readonly quantities: readonly QuantityUsage[];
}

/**
 * The meter of a local AWS at `endpoint`, if it has one: `GET /_testbed/meter`. Undefined for any other AWS.
 *
 * @throws LoadError `meter` for a meter of a version that is not understood
 */
export async function findMeter(endpoint: string): Promise<UsageSource | undefined> {
  const address = new URL('/_testbed/meter', endpoint).href;
  const found = await send(address, 'GET')
    .then(({ ok, text }) => (ok ? (JSON.parse(text) as Partial<Reading>) : undefined))
    .catch(() => undefined);
  if (typeof found?.version !== 'number') return undefined;
  if (found.version !== VERSION) {
    throw new LoadError(
      'meter',
      `The meter at ${address} has version ${found.version}; version ${VERSION} is understood.`,
    );
  }
  return {
    exact: true,
    async reset() {
      await ask(`${address}/reset`, 'POST');
    },
    async read() {
      return usageOf(await ask(address, 'GET'));
    },
  };
}

async function ask(address: string, method: string): Promise<Reading> {
  const { ok, status, text } = await send(address, method);
  if (!ok) throw new LoadError('meter', `${method} ${address} answered ${status}.`);
  return JSON.parse(text) as Reading;
}

function usageOf({ since, until, region, calls, quantities }: Reading): Usage {
  const notes = [
    'Lambda here polls a queue once where AWS polls it several times at once, also when it is empty: SQS costs somewhat more there.',
    'Times are those of this machine: a function that takes longer or shorter at AWS costs accordingly.',
  ];
  return { source: 'meter', since, until, region, calls, quantities, notes };
}
