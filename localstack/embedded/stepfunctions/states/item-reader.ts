import type { ItemReader, MapState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { EXPECTED, evaluate, pathScope } from '../executions/scope.ts';
import { isObject, type Json } from '../json.ts';
import { fillPayload } from '../jsonpath/payload.ts';
import type { ServiceResource } from '../tasks/resource.ts';
import { parseCsv } from './csv.ts';
import { selectedInput } from './data.ts';
import { scalarValue } from './scalar.ts';
import type { Step } from './step.ts';

/** What a reader is to read, evaluated before the Map Run starts. */
export interface ReadPlan {
  readonly reader: ItemReader;
  readonly request: Json;
  readonly maxItems: number;
}

/** AWS's limit on the items of a Map Run. */
const MOST_ITEMS = 100_000_000;

/** Evaluates an ItemReader's arguments and limit. */
export async function planReading(step: Step<MapState>, reader: ItemReader): Promise<ReadPlan> {
  const maxItems = reader.maxItems
    ? await scalarValue(step, reader.maxItems, 'MaxItems', EXPECTED.integer)
    : 0;
  // 0 sets no limit, as recorded on AWS.
  return { reader, request: await argumentsOf(step, reader), maxItems: maxItems || MOST_ITEMS };
}

async function argumentsOf({ engine, frame, visit }: Step<MapState>, reader: ItemReader): Promise<Json> {
  if (reader.arguments)
    return evaluate(engine.functions, frame, visit, reader.arguments, 'ItemReader/Arguments');
  if (!reader.parameters) return {};
  return fillPayload(reader.parameters, pathScope(engine, frame, visit, selectedInput(engine, frame, visit)));
}

/** Reads the items of a Distributed Map from S3. Throws `States.ItemReaderFailed`. */
export async function readItems(step: Step<MapState>, plan: ReadPlan): Promise<Json[]> {
  try {
    const items =
      plan.reader.operation === 'ListObjectsV2'
        ? await listObjects(step, plan)
        : await readObject(step, plan);
    return items.slice(0, plan.maxItems);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    throw new StateError('States.ItemReaderFailed', error.explanation);
  }
}

/** Calls S3 as the state machine's role. Throws `StateError`. */
export function callS3({ engine, frame }: Step<MapState>, operation: string, input: Json): Promise<Json> {
  const { name, revision } = frame.execution;
  const resource: ServiceResource = {
    kind: 'aws-sdk',
    arn: `arn:aws:states:::s3:${operation}`,
    resourceType: 's3',
    resource: operation,
    service: 's3',
    operation,
    pattern: 'requestResponse',
  };
  return engine.invoke({ resource, input, roleArn: revision.roleArn, executionName: name });
}

async function listObjects(step: Step<MapState>, { request, maxItems }: ReadPlan): Promise<Json[]> {
  const items: Json[] = [];
  let token: Json | undefined;
  do {
    const page = await callS3(step, 'ListObjectsV2', {
      ...(isObject(request) ? request : {}),
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const { Contents: contents, NextContinuationToken: next } = isObject(page) ? page : {};
    if (Array.isArray(contents)) items.push(...contents.map(listed));
    token = next;
  } while (token !== undefined && items.length < maxItems);
  return items;
}

/** An object as an item: in AWS's own spelling, its time in seconds. */
function listed(object: Json): Json {
  const { ETag, Key, LastModified, Size, StorageClass } = isObject(object) ? object : {};
  const seconds = Math.floor(Date.parse(String(LastModified)) / 1000);
  return {
    Etag: ETag ?? '',
    Key: Key ?? '',
    LastModified: seconds,
    Size: Size ?? 0,
    StorageClass: StorageClass ?? 'STANDARD',
  };
}

async function readObject(step: Step<MapState>, { reader, request }: ReadPlan): Promise<Json[]> {
  const answer = await callS3(step, 'GetObject', request);
  const text = isObject(answer) && typeof answer.Body === 'string' ? answer.Body : '';
  switch (reader.inputType) {
    case 'CSV':
      return csvItems(text, reader);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parse);
    case 'JSON': {
      const value = parse(text);
      if (Array.isArray(value)) return value;
      throw failed('Attempting to map over non-iterable node.');
    }
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw failed((error as Error).message);
  }
}

/** One object for each row; cells without a header are left out, headers without a cell are empty. */
function csvItems(text: string, { headers: given, delimiter }: ItemReader): Json[] {
  const rows = parseCsv(text, delimiter);
  const headers = given ?? rows.shift() ?? [];
  if (new Set(headers).size < headers.length) throw failed('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])));
}

function failed(cause: string): StateError {
  return new StateError('States.ItemReaderFailed', cause);
}
