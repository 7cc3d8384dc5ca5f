import { parentPort } from 'node:worker_threads';
import { createPeople } from './people.ts';
import { createAws } from './provision/aws.ts';
import { ProvisionError } from './provision/errors.ts';
import { applyPrepared, type Prepared, prepare } from './provision/provision.ts';
import type { SetupAnswer, SetupRequest } from './setup.ts';

/*
 * Fills a local AWS from a thread of its own: the SDK's clients are loaded while AWS starts, their work is done
 * beside AWS's own, and their memory is given back when the thread ends.
 */
const port = parentPort;
if (!port) throw new Error('setup-thread.ts runs as a worker thread');

let prepared: Promise<Prepared> | undefined;
// The clients that will be used are others; this loads their code.
const warm = createAws({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' }).warm();

port.on('message', (request: SetupRequest) => {
  if (request.kind === 'prepare') {
    prepared = prepare(request.directory);
    // Answered with the request to apply.
    prepared.catch(() => {});
  } else {
    apply(request).then(
      (answer) => port.postMessage(answer),
      (error: unknown) => port.postMessage({ error: portable(error) } satisfies SetupAnswer),
    );
  }
});

async function apply(request: Extract<SetupRequest, { kind: 'apply' }>): Promise<SetupAnswer> {
  await warm;
  const { people: withPeople, ...target } = request;
  const provisioned = await applyPrepared(await (prepared as Promise<Prepared>), target);
  port?.postMessage({ provisioned } satisfies SetupAnswer);
  const people = withPeople ? await createPeople({ ...target, outputs: provisioned.values }) : undefined;
  return { done: true, people };
}

function portable(error: unknown): NonNullable<SetupAnswer['error']> {
  if (error instanceof ProvisionError) {
    const { code, reason, place } = error;
    return { message: error.message, provision: { code, reason, place } };
  }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
