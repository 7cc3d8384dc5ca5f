import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { reloadOnChange } from '../../localstack/stack/sources/reload.ts';
import { watchSources } from '../../localstack/stack/sources/watch.ts';
import type { Stack } from '../../localstack/stack/stack.ts';
import { type Checkout, copyCheckout } from '../support/checkout.ts';

let checkout: Checkout;
let reload: typeof reloadOnChange;

beforeAll(async () => {
  checkout = copyCheckout();
  // What is built of the sources is of no interest here, and takes its time.
  writeFileSync(join(checkout.root, 'cdktf', 'synth.ts'), `console.log('Synthesized.');\n`);
  ({ reloadOnChange: reload } = await import(
    join(checkout.root, 'localstack', 'stack', 'sources', 'reload.ts')
  ));
});
afterAll(() => checkout[Symbol.dispose]());

type Provisioned = Awaited<ReturnType<Stack['provision']>>;
const nothing = { changes: [], kept: [], left: [] } as unknown as Provisioned;

/** Writes a source, once this process has been told of it. */
async function save(name: string): Promise<void> {
  const heard = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const listener = { changed: () => heard.resolve(), failed: heard.reject, ready: ready.resolve };
  const stop = watchSources({ root: checkout.root, paths: [`app/${name}`], since: Infinity }, listener);
  await ready.promise;
  writeFileSync(join(checkout.root, 'app', name), 'export {};\n');
  await heard.promise;
  await stop();
}

/** A reloader of a stack whose provisioning ends by `end`. */
function reloading() {
  const said: string[] = [];
  const asked = Promise.withResolvers<void>();
  const provisioned = Promise.withResolvers<Provisioned>();
  const provision = vi.fn(() => {
    asked.resolve();
    return provisioned.promise;
  });
  const reloader = reload({ provision }, { since: Date.now(), say: (line) => said.push(line) });
  return { said, asked: asked.promise, end: () => provisioned.resolve(nothing), reloader, provision };
}

/** When what was saved before is taken, if it is: timers of one length end in the order in which they were set. */
const quiet = () => setTimeout(80);

const building = (said: readonly string[]) => said.filter((line) => line.includes('Building'));

describe('a reloader', () => {
  it('takes what was saved while it reloads by the next reload', async () => {
    const { said, asked, end, reloader } = reloading();
    await save('first.ts');
    await asked;
    await save('second.ts');
    await quiet();
    expect(building(said)).toEqual([expect.stringContaining('app/first.ts changed.')]);
    end();
    await vi.waitFor(() => expect(said.filter((line) => line.startsWith('Reloaded'))).toHaveLength(2), {
      timeout: 30_000,
    });
    expect(building(said)).toEqual([
      expect.stringContaining('app/first.ts changed.'),
      expect.stringContaining('app/second.ts changed.'),
    ]);
    await reloader.close();
  });

  it('that is closed ends the reload under way, and begins none with what was saved meanwhile', async () => {
    const { said, asked, end, reloader, provision } = reloading();
    await save('third.ts');
    await asked;
    await save('fourth.ts');
    const closed = reloader.close();
    end();
    await closed;
    await save('fifth.ts');
    expect(said.join('\n')).not.toContain('fourth.ts');
    expect(provision).toHaveBeenCalledTimes(1);
  });
});
