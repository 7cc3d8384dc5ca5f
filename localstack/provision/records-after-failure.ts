import type { ResourceType } from './resource.ts';
import type { ResourceRecord } from './resource-record.ts';

/** A run that has failed. */
export interface FailedRun {
  /** The records of the run before it, and those of what it has made or found itself. */
  readonly before: readonly ResourceRecord[];
  readonly now: readonly ResourceRecord[];
  /** The types of its definition. */
  readonly types: ReadonlyMap<string, ResourceType>;
  /** Whether what the run before made at this address is still there, beside what replaces it. */
  readonly isWaiting: (record: ResourceRecord) => boolean;
}

/**
 * What the next run has to know after one that has failed: what that has made or found, and what the run before left
 * that it has not come to. Where an address has two, the later one is in force.
 */
export function recordsAfterFailure({ before, now, types, isWaiting }: FailedRun): ResourceRecord[] {
  const isSuperseded = (record: ResourceRecord) => {
    const type = types.get(record.type);
    if (!type) return false;
    const same = now.filter((other) => other.type === record.type);
    const isAgain = (one: ResourceRecord, other: ResourceRecord) =>
      type.identityOf(one.arguments) === type.identityOf(other.arguments);
    if (same.some((other) => isAgain(record, other))) return true;
    const successor = same.find((other) => isAt(record, other));
    if (!successor || isWaiting(record)) return false;
    // It got another name, unless that is the name of what another address had: then that was found, and this one is left.
    return !before.some(
      (other) => other.type === record.type && !isAt(record, other) && isAgain(successor, other),
    );
  };
  return [...before.filter((record) => !isSuperseded(record)), ...now];
}

function isAt(one: ResourceRecord, other: ResourceRecord): boolean {
  return one.stack === other.stack && one.address === other.address;
}
