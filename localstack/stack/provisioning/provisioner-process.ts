import { flushCompileCache } from 'node:module';
import { createAws } from '../../provision/aws.ts';
import { ProvisionError } from '../../provision/errors.ts';
import { applyPrepared, type Prepared, type ProvisionOptions, prepare } from '../../provision/provision.ts';
import { PeopleNotMadeError } from '../people/people.ts';
import { provisionWithPeople } from './provision-with-people.ts';
import type { ProvisionerAnswer, ProvisionerRequest } from './provisioner.ts';

/*
 * Fills a local AWS from a process of its own: the SDK's clients are loaded while AWS starts, their work is done
 * beside AWS's own, and all of their memory is given back at the end.
 */
const answer = (message: ProvisionerAnswer) => process.send?.(message);
// Whoever started it is gone: there is nobody left to do it for.
process.on('disconnect', () => process.exit());

let prepared: Promise<Prepared> | undefined;
// The clients that will be used are others; this loads their code.
const warm = createAws({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' }).warm();

process.on('message', (request: ProvisionerRequest) => {
  if (request.kind === 'prepare') {
    prepared = prepare(request.directory);
    // Answered with the request to apply.
    prepared.catch(() => {});
  } else {
    apply(request).then(answer, (error: unknown) => answer({ error: portable(error) }));
  }
});

async function apply(request: Extract<ProvisionerRequest, { kind: 'apply' }>): Promise<ProvisionerAnswer> {
  await warm;
  const { people: wanted, kind: _kind, ...options } = request;
  const { endpoint, region, credentials } = options;
  const apply = async (onOutputs?: ProvisionOptions['onOutputs']) => {
    const provisioned = await applyPrepared(await (prepared as Promise<Prepared>), {
      ...options,
      onOutputs,
    });
    answer({ provisioned });
    return provisioned;
  };
  if (!wanted) {
    await apply();
    return { done: true };
  }
  const { people } = await provisionWithPeople({ endpoint, region, credentials }, wanted, apply);
  // Written at exit otherwise, which an answer does not leave time for: this process is ended by whoever started it.
  flushCompileCache();
  return { done: true, people };
}

function portable(error: unknown): NonNullable<ProvisionerAnswer['error']> {
  if (error instanceof ProvisionError) {
    const { code, reason, place, records } = error;
    return { message: error.message, provision: { code, reason, place, records } };
  }
  if (error instanceof PeopleNotMadeError) return { message: error.message, isOfPeople: true };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
