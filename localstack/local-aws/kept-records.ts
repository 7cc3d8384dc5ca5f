import { join } from 'node:path';
import { ProvisionError } from '../provision/errors.ts';
import type { Provisioned } from '../provision/provisioned.ts';
import { readState, writeState } from '../provision/state-file.ts';

/** What was provisioned last, so that the next run notices what is no longer in the definition. */
export interface KeptRecords {
  readonly records: Provisioned['records'] | undefined;
  keep(records: Provisioned['records']): Promise<void>;
}

/**
 * Opens the records of a local AWS: beside its data, where those are kept.
 * @throws ProvisionError where the file is not one of these
 */
export async function openKeptRecords(dataDirectory: string | undefined): Promise<KeptRecords> {
  const file = dataDirectory && join(dataDirectory, 'provisioned.json');
  let records = file === undefined ? undefined : await readState(file);
  return {
    get records() {
      return records;
    },
    async keep(latest) {
      records = latest;
      if (file !== undefined) await writeState(file, latest);
    },
  };
}

/**
 * Provisions, and keeps what is there then, however it ends.
 * @param provision is given what was there before, and may hand out the records of what is there before it ends itself
 */
export async function keepingRecords<Result>(
  kept: KeptRecords,
  provision: (
    before: Provisioned['records'] | undefined,
    provisioned: (records: Provisioned['records']) => void,
  ) => Promise<Result>,
): Promise<Result> {
  let keeping: Promise<void> | undefined;
  const keep = (records: Provisioned['records']) => {
    keeping = kept.keep(records);
    // Noticed where it is awaited below.
    keeping.catch(() => {});
  };
  try {
    return await provision(kept.records, keep);
  } catch (error) {
    if (error instanceof ProvisionError && error.records) keep(error.records);
    throw error;
  } finally {
    await keeping;
  }
}
