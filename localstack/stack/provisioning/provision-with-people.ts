import type { ClientConfig } from '../../local-aws/client-config.ts';
import type { ProvisionOptions } from '../../provision/provision.ts';
import type { Provisioned } from '../../provision/provisioned.ts';
import { createPeople } from '../people/create-people.ts';
import type { People, PeopleWanted } from '../people/people.ts';
import { ComingOutputs } from './coming-outputs.ts';

/**
 * Provisions an AWS and makes people who can sign in there, each step of it as soon as the stacks that it needs are
 * complete.
 *
 * @param provision provisions, and tells the outputs of each stack as it is complete
 * @throws ProvisionError as provisioning does; Error when the stacks lack an output that people need
 */
export async function provisionWithPeople<Name extends string>(
  target: ClientConfig,
  wanted: PeopleWanted<Name>,
  provision: (onOutputs: NonNullable<ProvisionOptions['onOutputs']>) => Promise<Provisioned>,
): Promise<{ readonly provisioned: Provisioned; readonly people: People<Name> }> {
  const outputs = new ComingOutputs();
  const making = createPeople({ ...target, outputs }, wanted);
  // Noticed where it is awaited below: provisioning goes on to its end, whose records are kept, also without people.
  making.catch(() => {});
  const provisioned = await provision((of) => outputs.add(of));
  outputs.end();
  return { provisioned, people: await making };
}
