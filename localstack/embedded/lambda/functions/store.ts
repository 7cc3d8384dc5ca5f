import type { EmbeddedContext } from '../../core/context.ts';
import type { Collection } from '../../storage/storage.ts';
import { functionNotFound } from '../errors.ts';
import type { FunctionConfiguration, FunctionRecord } from '../model.ts';

/** A function as a request names it: by name, partial or full ARN, with or without a version or alias. */
export interface ParsedReference {
  readonly name: string;
  readonly qualifier?: string;
}

/** The functions of the account. */
export interface FunctionStore {
  /** By name. */
  readonly records: Collection<FunctionRecord>;
  /** @throws ResourceNotFoundException */
  get(reference: string): FunctionRecord;
  /** The configuration that a qualifier (a version, an alias, `$LATEST`) stands for. */
  resolve(
    reference: string,
    qualifier?: string,
  ): { record: FunctionRecord; configuration: FunctionConfiguration };
  /** The ARN of a function of that name, whether there is one or not. */
  arn(name: string): string;
}

/** Reads `name`, `name:qualifier`, `000000000000:function:name` and `arn:aws:lambda:…:function:name[:qualifier]`. */
export function parseReference(reference: string): ParsedReference {
  const [name = '', qualifier] = reference
    .replace(/^(?:(?:arn:[^:]+:lambda:[^:]+:)?\d{12}:)?function:/, '')
    .split(':');
  return qualifier === undefined ? { name } : { name, qualifier };
}

/** Creates the store over the context's storage. */
export function createFunctionStore(context: EmbeddedContext): FunctionStore {
  const records: Collection<FunctionRecord> = context.storage.collection('lambda/functions');
  const arn = (name: string) => `arn:aws:lambda:${context.region}:${context.accountId}:function:${name}`;

  function get(reference: string): FunctionRecord {
    const { name } = parseReference(reference);
    const record = records.get(name);
    if (!record) throw functionNotFound(arn(name));
    return record;
  }

  return {
    records,
    get,
    arn,
    resolve(reference, qualifier = parseReference(reference).qualifier ?? '$LATEST') {
      const record = get(reference);
      const alias = record.aliases.find(({ Name }) => Name === qualifier);
      const version = alias?.FunctionVersion ?? qualifier;
      const configuration =
        version === '$LATEST'
          ? record.configuration
          : record.versions.find(({ Version }) => Version === version);
      if (!configuration) throw functionNotFound(`${arn(record.configuration.FunctionName)}:${qualifier}`);
      return { record, configuration };
    },
  };
}
