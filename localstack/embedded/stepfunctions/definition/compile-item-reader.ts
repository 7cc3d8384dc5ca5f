import type { ItemReader } from './model.ts';
import type { Problems } from './problems.ts';
import { integer, Reader } from './reader.ts';

/** How `CSVDelimiter` names a delimiter. */
const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

const TYPES = ['CSV', 'JSON', 'JSONL'] as const;
const RESOURCE = /^arn:[\w-]+:states:[\w-]*:\d*:s3:(getObject|listObjectsV2)$/;

/** Compiles a Distributed Map's `ItemReader`, which reads items from S3. */
export function compileItemReader(map: Reader, problems: Problems): ItemReader | undefined {
  const fields = map.object('ItemReader');
  if (!fields) return undefined;
  const reader = new Reader(fields, map.place('ItemReader'), map.language, problems);
  reader.require('Resource');
  const resource = reader.string('Resource') ?? '';
  const action = RESOURCE.exec(resource)?.[1];
  if (reader.has('Resource') && !action)
    problems.schema(`The resource provided ${resource} is not recognized.`, reader.place('Resource'));
  const config = new Reader(
    reader.object('ReaderConfig') ?? {},
    reader.place('ReaderConfig'),
    map.language,
    problems,
  );
  for (const field of ['ItemsPointer', 'Transformation'])
    if (config.has(field)) problems.unsupported(`an ItemReader's '${field}'`, config.place(field));
  const isJsonata = map.language === 'JSONata';
  return {
    operation: action === 'listObjectsV2' ? 'ListObjectsV2' : 'GetObject',
    arguments: isJsonata ? reader.template('Arguments') : undefined,
    parameters: isJsonata ? undefined : reader.payload('Parameters'),
    inputType: action === 'getObject' ? readType(config, problems) : 'JSON',
    headers: readHeaders(config, problems),
    delimiter: readDelimiter(config, problems),
    maxItems: config.scalar('MaxItems', integer(0)),
  };
}

/** The file's format; default: JSON. */
function readType(config: Reader, problems: Problems): ItemReader['inputType'] {
  const written = config.string('InputType');
  const type = TYPES.find((candidate) => candidate === written);
  if (type) return type;
  if (written === 'MANIFEST' || written === 'PARQUET')
    problems.unsupported(`an ItemReader's 'InputType' ${written}`, config.place('InputType'));
  else if (written !== undefined)
    problems.schema(
      "Value is not one of: ['CSV', 'JSON', 'JSONL', 'MANIFEST', 'PARQUET']",
      config.place('InputType'),
    );
  return 'JSON';
}

/** The headers that the definition gives; undefined where they are the file's first row. */
function readHeaders(config: Reader, problems: Problems): readonly string[] | undefined {
  if (config.string('InputType') !== 'CSV') return undefined;
  config.require('CSVHeaderLocation');
  const location = config.string('CSVHeaderLocation');
  if (location !== 'GIVEN') {
    if (location !== undefined && location !== 'FIRST_ROW')
      problems.schema("Value is not one of: ['FIRST_ROW', 'GIVEN']", config.place('CSVHeaderLocation'));
    return undefined;
  }
  config.require('CSVHeaders');
  const headers = config.raw('CSVHeaders');
  const isTexts = Array.isArray(headers) && headers.every((header) => typeof header === 'string');
  if (isTexts) return headers as string[];
  if (headers !== undefined)
    problems.schema('Expected value of type Array of Strings', config.place('CSVHeaders'));
  return [];
}

function readDelimiter(config: Reader, problems: Problems): string {
  const name = config.string('CSVDelimiter') ?? 'COMMA';
  const delimiter = DELIMITERS[name];
  if (delimiter === undefined)
    problems.schema(
      `Value is not one of: [${Object.keys(DELIMITERS).join(', ')}]`,
      config.place('CSVDelimiter'),
    );
  return delimiter ?? ',';
}
