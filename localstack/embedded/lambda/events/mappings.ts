import { invalidParameter, notFound, unsupported } from '../errors.ts';
import { parseReference } from '../functions/store.ts';
import type { EventSourceMapping } from '../model.ts';
import type { LambdaState } from '../state.ts';
import { type FilterCriteria, messageFilter } from './event-filter.ts';

/** How a request names an event source mapping. */
export interface MappingReference {
  readonly UUID: string;
}

/** An event source mapping as CreateEventSourceMapping and UpdateEventSourceMapping take it. */
export interface MappingInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  /** Seconds. */
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: FilterCriteria;
  readonly Tags?: Readonly<Record<string, string>>;
}

const KNOWN = new Set([
  'UUID',
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
  'FilterCriteria',
  'Tags',
]);

/** The mapping of that UUID. Throws ResourceNotFoundException. */
export function findMapping({ mappings }: LambdaState, uuid: string): EventSourceMapping {
  const mapping = mappings.get(uuid);
  if (!mapping) throw notFound('The resource you requested does not exist.');
  return mapping;
}

/** Keeps a mapping, and has its queue consumed as it says. */
export function putMapping(
  { mappings, consumers }: LambdaState,
  mapping: EventSourceMapping,
): EventSourceMapping {
  mappings.set(mapping.UUID, mapping);
  consumers.apply(mapping);
  return mapping;
}

/** The ARN of the function that a request names, with the version or alias in it. */
export function mappedFunctionArn({ functions }: LambdaState, reference: string): string {
  const { qualifier } = parseReference(reference);
  const { record } = functions.resolve(reference);
  return record.configuration.FunctionArn + (qualifier === undefined ? '' : `:${qualifier}`);
}

/** The members of a mapping that a request sets. */
export function mappingMembers(input: MappingInput): Partial<EventSourceMapping> {
  const { BatchSize, MaximumBatchingWindowInSeconds, FunctionResponseTypes, ScalingConfig, FilterCriteria } =
    input;
  const members = {
    BatchSize,
    MaximumBatchingWindowInSeconds,
    FunctionResponseTypes,
    ScalingConfig,
    FilterCriteria,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Throws InvalidParameterValueException and NotImplemented for what `operation` cannot take. */
export function validateMapping(operation: string, input: MappingInput): void {
  for (const [member, value] of Object.entries(input)) {
    const empty = value === undefined || value === null || Object.keys(Object(value)).length === 0;
    if (!KNOWN.has(member) && !(typeof value === 'object' && empty)) throw unsupported(operation, member);
  }
  const { BatchSize: size = 10, MaximumBatchingWindowInSeconds: seconds = 0 } = input;
  if (size < 1 || size > 10_000) throw invalidParameter('Batch size must be between 1 and 10000.');
  if (seconds < 0 || seconds > 300) {
    throw invalidParameter('Maximum batch window in seconds must be between 0 and 300 seconds.');
  }
  if (size > 10 && seconds === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  messageFilter(input.FilterCriteria);
  const concurrency = input.ScalingConfig?.MaximumConcurrency;
  if (concurrency !== undefined && (concurrency < 2 || concurrency > 1000)) {
    throw invalidParameter('MaximumConcurrency must be between 2 and 1000.');
  }
}
