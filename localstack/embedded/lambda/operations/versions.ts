import { conflict, invalidParameter, notFound } from '../errors.ts';
import type { Alias, FunctionConfiguration, FunctionRecord } from '../model.ts';
import { change, type LambdaRoom } from '../room.ts';
import { page } from './paging.ts';

interface PublishInput {
  readonly CodeSha256?: string;
  readonly Description?: string;
}

/** Freezes `$LATEST` as the next version, unless it is the same as the last one. */
export function publish(
  room: LambdaRoom,
  record: FunctionRecord,
  input: PublishInput,
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
    RevisionId: room.context.random.uuid(),
  };
  change(room, record, { versions: [...versions, version], lastVersion: number });
  return version;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export function publishVersion(room: LambdaRoom) {
  return (input: PublishInput & { readonly FunctionName: string }) =>
    publish(room, room.functions.get(input.FunctionName), input);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export function listVersionsByFunction(room: LambdaRoom) {
  return (input: { readonly FunctionName: string; readonly Marker?: string; readonly MaxItems?: number }) => {
    const { configuration, versions } = room.functions.get(input.FunctionName);
    const latest = { ...configuration, FunctionArn: `${configuration.FunctionArn}:$LATEST` };
    const { items, NextMarker } = page([latest, ...versions], input);
    return { Versions: items, NextMarker };
  };
}

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
}

/** CreateAlias, GetAlias, UpdateAlias, DeleteAlias and ListAliases; weighted routing is refused by name. */
export function aliasOperations(room: LambdaRoom) {
  const find = (record: FunctionRecord, name: string): Alias => {
    const alias = record.aliases.find(({ Name }) => Name === name);
    if (!alias) throw notFound(`Cannot find alias arn: ${record.configuration.FunctionArn}:${name}`);
    return alias;
  };
  const make = (record: FunctionRecord, input: AliasInput, known?: Alias): Alias => {
    const FunctionVersion = input.FunctionVersion ?? known?.FunctionVersion ?? '$LATEST';
    room.functions.resolve(record.configuration.FunctionName, FunctionVersion);
    return {
      AliasArn: `${record.configuration.FunctionArn}:${input.Name}`,
      Name: input.Name,
      FunctionVersion,
      Description: input.Description ?? known?.Description ?? '',
      RevisionId: room.context.random.uuid(),
    };
  };
  return {
    CreateAlias(input: AliasInput) {
      const record = room.functions.get(input.FunctionName);
      const alias = make(record, input);
      if (record.aliases.some(({ Name }) => Name === input.Name))
        throw conflict(`Alias already exists: ${alias.AliasArn}`);
      change(room, record, { aliases: [...record.aliases, alias] });
      return alias;
    },
    GetAlias: (input: AliasInput) => find(room.functions.get(input.FunctionName), input.Name),
    UpdateAlias(input: AliasInput) {
      const record = room.functions.get(input.FunctionName);
      const known = find(record, input.Name);
      const alias = make(record, input, known);
      change(room, record, { aliases: record.aliases.map((each) => (each === known ? alias : each)) });
      return alias;
    },
    DeleteAlias(input: AliasInput) {
      const record = room.functions.get(input.FunctionName);
      change(room, record, { aliases: record.aliases.filter(({ Name }) => Name !== input.Name) });
      return {};
    },
    ListAliases(input: {
      readonly FunctionName: string;
      readonly Marker?: string;
      readonly MaxItems?: number;
    }) {
      const { items, NextMarker } = page(room.functions.get(input.FunctionName).aliases, input);
      return { Aliases: items, NextMarker };
    },
  };
}
