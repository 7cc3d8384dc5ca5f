import { decodeArguments, type Fields, map, optional, text } from '../arguments.ts';
import { ProvisionError } from '../errors.ts';
import type { Value } from '../expressions/syntax.ts';
import type { Tools } from '../resource.ts';
import { ARCHIVE_FILE, readArchiveFile } from './archive-file.ts';
import { readCallerIdentity } from './aws-caller-identity.ts';

/** Something that is read and not made. */
export interface DataSource {
  readonly arguments: Fields;
  /** @param values its arguments, evaluated */
  read(tools: Tools, values: Readonly<Record<string, Value>>): Promise<Readonly<Record<string, Value>>>;
}

const DATA_SOURCES: Readonly<Record<string, DataSource>> = {
  archive_file: {
    arguments: ARCHIVE_FILE,
    read: (tools, values) => readArchiveFile(tools, decodeArguments(ARCHIVE_FILE, values)),
  },
  aws_caller_identity: { arguments: {}, read: readCallerIdentity },
  // Read from the other stack of the same definition; see plan.ts.
  terraform_remote_state: {
    arguments: { backend: text, config: map(text), workspace: optional(text) },
    read: async () => ({}),
  },
};

/** The data source of a type. */
export function dataSource(type: string): DataSource {
  const found = Object.hasOwn(DATA_SOURCES, type) ? DATA_SOURCES[type] : undefined;
  if (!found) throw new ProvisionError('UnknownDataSource', `the data source ${type} is not supported`);
  return found;
}
