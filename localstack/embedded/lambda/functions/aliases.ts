import { notFound } from '../errors.ts';
import type { Alias, FunctionRecord } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** How a request names an alias. */
export interface AliasReference {
  readonly FunctionName: string;
  readonly Name: string;
}

/** An alias as CreateAlias and UpdateAlias take it. */
export interface AliasInput extends AliasReference {
  readonly FunctionVersion?: string;
  readonly Description?: string;
}

/** The alias of that name. Throws ResourceNotFoundException. */
export function findAlias(record: FunctionRecord, name: string): Alias {
  const alias = record.aliases.find(({ Name }) => Name === name);
  if (!alias) throw notFound(`Cannot find alias arn: ${record.configuration.FunctionArn}:${name}`);
  return alias;
}

/** The alias that a request describes, over what is `known` of it. Throws where its version is not there. */
export function makeAlias(
  { context, functions }: LambdaState,
  record: FunctionRecord,
  input: AliasInput,
  known?: Alias,
): Alias {
  const FunctionVersion = input.FunctionVersion ?? known?.FunctionVersion ?? '$LATEST';
  functions.resolve(record.configuration.FunctionName, FunctionVersion);
  return {
    AliasArn: `${record.configuration.FunctionArn}:${input.Name}`,
    Name: input.Name,
    FunctionVersion,
    Description: input.Description ?? known?.Description ?? '',
    RevisionId: context.random.uuid(),
  };
}
