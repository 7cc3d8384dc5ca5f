import { validationException } from '../errors.ts';
import type { StateMachine, Version } from './model.ts';

/** A description belongs to a version that is published. Throws ValidationException. */
export function checkVersionDescription(input: {
  readonly versionDescription?: string;
  readonly publish?: boolean;
}): void {
  if (input.versionDescription !== undefined && !input.publish) {
    throw validationException('Version description can only be set when publish is true');
  }
}

/** A machine with its current revision published; the same machine where that revision is a version already. */
export function publish(
  machine: StateMachine,
  description: string | undefined,
  now: number,
): { readonly machine: StateMachine; readonly version: Version } {
  const latest = machine.versions.at(-1);
  if (latest && latest.revision === machine.current) return { machine, version: latest };
  const number = machine.nextVersion;
  const arn = `${machine.current.arn}:${number}`;
  const version: Version = { number, arn, revision: machine.current, description, creationDate: now };
  return {
    machine: { ...machine, versions: [...machine.versions, version], nextVersion: number + 1 },
    version,
  };
}
