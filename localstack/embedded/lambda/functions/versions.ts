import { invalidParameter } from '../errors.ts';
import type { FunctionConfiguration, FunctionRecord } from '../model.ts';
import type { LambdaState } from '../state.ts';
import { changeFunction } from './changes.ts';

/** What a request says of the version to publish. */
export interface VersionInput {
  /** Refused where `$LATEST` has other code. */
  readonly CodeSha256?: string;
  readonly Description?: string;
}

/** Freezes `$LATEST` as the next version, unless it is the same as the last one. */
export function publish(
  state: LambdaState,
  record: FunctionRecord,
  input: VersionInput,
): FunctionConfiguration {
  const { configuration, versions } = record;
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== configuration.CodeSha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${configuration.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const last = versions.at(-1);
  if (
    last &&
    last.LastModified === configuration.LastModified &&
    last.CodeSha256 === configuration.CodeSha256
  ) {
    return last;
  }
  const number = record.lastVersion + 1;
  const version: FunctionConfiguration = {
    ...configuration,
    Description: input.Description ?? configuration.Description,
    FunctionArn: `${configuration.FunctionArn}:${number}`,
    Version: String(number),
    RevisionId: state.context.random.uuid(),
  };
  changeFunction(state, record, { versions: [...versions, version], lastVersion: number });
  return version;
}
