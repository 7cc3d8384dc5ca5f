import { sqsErrors } from '../errors.ts';
import type { Queues } from './queues.ts';

/** Refuses a queue policy that means nothing or cannot be enforced here. Throws InvalidAttributeValue. */
export function checkPolicy({ context }: Queues, policy: string | undefined): void {
  const problem = policy ? context.permissions.problemOf(String(policy)) : undefined;
  if (problem !== undefined) throw sqsErrors.invalidAttributeValue('Policy', problem);
}
