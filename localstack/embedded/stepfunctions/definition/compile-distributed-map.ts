import { isObject, type JsonObject } from '../json.ts';
import { compileItemReader } from './compile-item-reader.ts';
import type { DistributedMap, ItemBatcher, MachineType, ResultWriter } from './model.ts';
import type { Problems } from './problems.ts';
import { integer, processorField, Reader } from './reader.ts';
import type { Surroundings } from './surroundings.ts';

/** AWS's limits of a batch. */
const MOST_ITEMS = 100_000_000;
const MOST_BYTES = 262_144;
/** AWS's limit on the length of a label. */
const LONGEST_LABEL = 40;

/** Compiles what a Map has more when its processor is DISTRIBUTED; undefined for an inline Map. */
export function compileDistributedMap(
  reader: Reader,
  { problems, machineType }: Surroundings,
): DistributedMap | undefined {
  const field = processorField(reader);
  const processor = reader.raw(field);
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  const place = `${reader.place(field)}/ProcessorConfig`;
  if (!isObject(config) || !isDistributed(config, place, problems)) {
    for (const name of ['ItemBatcher', 'ItemReader', 'ResultWriter', 'Label'].filter((name) =>
      reader.has(name),
    ))
      problems.schema(`Field '${name}' is only supported by a Distributed Map`, reader.place(name));
    return undefined;
  }
  if (machineType === 'EXPRESS')
    problems.schema('Express state machine does not support a Distributed Map', place);
  return {
    executionType: readExecutionType(config, place, problems),
    label: readLabel(reader, problems),
    batcher: compileBatcher(reader, problems),
    reader: compileItemReader(reader, problems),
    writer: compileResultWriter(reader, problems),
  };
}

function isDistributed(config: JsonObject, place: string, problems: Problems): boolean {
  const mode = config.Mode ?? 'INLINE';
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED')
    problems.schema("Value is not one of: ['INLINE', 'DISTRIBUTED']", `${place}/Mode`);
  return mode === 'DISTRIBUTED';
}

function readExecutionType(config: JsonObject, place: string, problems: Problems): MachineType {
  const type = config.ExecutionType;
  if (type === 'STANDARD' || type === 'EXPRESS') return type;
  if (type === undefined) problems.schema('These fields are required: [ExecutionType]', place);
  else problems.schema("Value is not one of: ['STANDARD', 'EXPRESS']", `${place}/ExecutionType`);
  return 'STANDARD';
}

function readLabel(reader: Reader, problems: Problems): string | undefined {
  const label = reader.string('Label');
  if (label !== undefined && (label.length > LONGEST_LABEL || /[\s?*<>{}[\]:;,\\|^~$#%&`"]/.test(label)))
    problems.schema('The label is not valid', reader.place('Label'));
  return label;
}

const WRITER = /^arn:[\w-]+:states:[\w-]*:\d*:s3:putObject$/;

function compileResultWriter(reader: Reader, problems: Problems): ResultWriter | undefined {
  const fields = reader.object('ResultWriter');
  if (!fields) return undefined;
  const writer = new Reader(fields, reader.place('ResultWriter'), reader.language, problems);
  if (writer.has('WriterConfig'))
    problems.unsupported("a ResultWriter's 'WriterConfig'", writer.place('WriterConfig'));
  writer.require('Resource');
  const resource = writer.string('Resource') ?? '';
  if (writer.has('Resource') && !WRITER.test(resource))
    problems.schema(`The resource provided ${resource} is not recognized.`, writer.place('Resource'));
  const isJsonata = reader.language === 'JSONata';
  return {
    arguments: isJsonata ? writer.template('Arguments') : undefined,
    parameters: isJsonata ? undefined : writer.payload('Parameters'),
  };
}

function compileBatcher(reader: Reader, problems: Problems): ItemBatcher | undefined {
  const fields = reader.object('ItemBatcher');
  if (!fields) return undefined;
  const batcher = new Reader(fields, reader.place('ItemBatcher'), reader.language, problems);
  const isJsonata = reader.language === 'JSONata';
  const maxItems = batcher.scalar('MaxItemsPerBatch', integer(1, MOST_ITEMS));
  const maxBytes = batcher.scalar('MaxInputBytesPerBatch', integer(1, MOST_BYTES));
  if (!maxItems && !maxBytes) {
    const words = "At least one of 'MaxItemsPerBatch' and 'MaxInputBytesPerBatch' is required";
    problems.schema(words, reader.place('ItemBatcher'));
  }
  return {
    maxItems,
    maxBytes,
    batchInput: isJsonata ? batcher.template('BatchInput') : undefined,
    batchPayload: isJsonata ? undefined : batcher.payload('BatchInput'),
  };
}
