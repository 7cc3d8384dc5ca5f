import { AwsError } from '../../core/errors.ts';
import type { FunctionConfiguration, FunctionRecord } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** Keeps a function with some of its members changed, and returns it. */
export function changeFunction(
  { functions }: LambdaState,
  record: FunctionRecord,
  members: Partial<FunctionRecord>,
): FunctionRecord {
  const changed = { ...record, ...members };
  functions.records.set(record.configuration.FunctionName, changed);
  return changed;
}

/**
 * Keeps a function with members of its configuration changed, and returns it. Events under way end on the old
 * environments; later ones meet new ones.
 */
export async function changeConfiguration(
  state: LambdaState,
  record: FunctionRecord,
  members: Partial<FunctionConfiguration>,
): Promise<FunctionRecord> {
  const configuration: FunctionConfiguration = {
    ...record.configuration,
    ...members,
    LastModified: lastModified(state),
    RevisionId: state.context.random.uuid(),
  };
  const changed = changeFunction(state, record, { configuration });
  await state.invocations.retire(configuration.FunctionArn);
  return changed;
}

/** A function's `LastModified`: ISO 8601 with a numeric zone, as Lambda alone writes it. */
export function lastModified({ context }: LambdaState): string {
  return new Date(context.clock.now()).toISOString().replace('Z', '+0000');
}

/** Throws PreconditionFailedException where a request names a revision that is not the latest. */
export function requireRevision(record: FunctionRecord, revision: string | undefined): void {
  if (revision === undefined || revision === record.configuration.RevisionId) return;
  throw new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    { Type: 'User' },
  );
}
