import { ComingOutputs } from './coming-outputs.ts';
import { createPeople } from './people.ts';
import { createAws } from './provision/aws.ts';
import { ProvisionError } from './provision/errors.ts';
import { applyPrepared, type Prepared, prepare } from './provision/provision.ts';
import type { SetupAnswer, SetupRequest } from './setup.ts';

/*
 * Fills a local AWS from a process of its own: the SDK's clients are loaded while AWS starts, their work is done
 * beside AWS's own, and all of their memory is given back at the end.
 */
const answer = (message: SetupAnswer) => process.send?.(message);
// Whoever started it is gone: there is nobody left to do it for.
process.on('disconnect', () => process.exit());

let prepared: Promise<Prepared> | undefined;
// The clients that will be used are others; this loads their code.
const warm = createAws({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' }).warm();

process.on('message', (request: SetupRequest) => {
  if (request.kind === 'prepare') {
    prepared = prepare(request.directory);
    // Answered with the request to apply.
    prepared.catch(() => {});
  } else {
    apply(request).then(answer, (error: unknown) => answer({ error: portable(error) }));
  }
});

async function apply(request: Extract<SetupRequest, { kind: 'apply' }>): Promise<SetupAnswer> {
  await warm;
  const { people: withPeople, empty, ...target } = request;
  const outputs = new ComingOutputs();
  const onOutputs = (of: Parameters<typeof outputs.add>[0]) => outputs.add(of);
  const [people] = await Promise.all([
    withPeople ? createPeople({ ...target, outputs }) : undefined,
    applyPrepared(await (prepared as Promise<Prepared>), { ...target, empty, onOutputs }).then(
      (provisioned) => {
        outputs.end();
        answer({ provisioned });
      },
    ),
  ]);
  return { done: true, people };
}

function portable(error: unknown): NonNullable<SetupAnswer['error']> {
  if (error instanceof ProvisionError) {
    const { code, reason, place } = error;
    return { message: error.message, provision: { code, reason, place } };
  }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
