import { AwsError } from '../../core/errors.ts';

/** What each entry of a batch names itself by. */
interface BatchEntry {
  readonly Id: string;
}

/** Outcomes of a batch, entry by entry. */
export interface BatchOutput {
  readonly Successful: object[];
  readonly Failed: { Id: string; Code: string; Message: string; SenderFault: boolean }[];
}

/** Runs each entry by itself; one that fails does not stop the others. Throws where the batch itself is malformed. */
export function runBatch<T extends BatchEntry>(
  entries: readonly T[] | undefined,
  run: (entry: T) => object,
): BatchOutput {
  checkEntries(entries);
  const output: BatchOutput = { Successful: [], Failed: [] };
  for (const entry of entries ?? []) {
    try {
      output.Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const SenderFault = error.status < 500;
      output.Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault });
    }
  }
  return output;
}

/** Throws where a batch is malformed as a whole. */
export function checkEntries<T extends BatchEntry>(
  entries: readonly T[] | undefined,
): asserts entries is readonly T[] {
  if (!entries || entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.', 400);
  }
  if (entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
      400,
    );
  }
  const invalid = entries.find(({ Id }) => !/^[A-Za-z0-9_-]{1,80}$/.test(Id));
  if (invalid) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      400,
    );
  }
  const repeated = entries.find(({ Id }, index) => entries.findIndex((other) => other.Id === Id) !== index);
  if (repeated) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated.Id} repeated.`, 400);
}
