import { notFound } from '../errors.ts';
import { parseReference } from '../functions/store.ts';
import type { EventSourceMapping } from '../model.ts';
import type { LambdaState } from '../state.ts';
import type { FilterCriteria } from './event-filter.ts';

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
  readonly StartingPosition?: string;
  readonly StartingPositionTimestamp?: unknown;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: EventSourceMapping['DestinationConfig'];
  /** -1 for no limit. */
  readonly MaximumRecordAgeInSeconds?: number;
  /** -1 for no limit. */
  readonly MaximumRetryAttempts?: number;
  readonly ParallelizationFactor?: number;
  readonly TumblingWindowInSeconds?: number;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** What a request sets of a mapping that stands in it as it was sent. */
const SETTINGS = [
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
  'FilterCriteria',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
] as const satisfies readonly (keyof MappingInput)[];

/** The mapping of that UUID. Throws ResourceNotFoundException. */
export function findMapping({ mappings }: LambdaState, uuid: string): EventSourceMapping {
  const mapping = mappings.get(uuid);
  if (!mapping) throw notFound('The resource you requested does not exist.');
  return mapping;
}

/** Keeps a mapping, and has its source consumed as it says. */
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
  const entries = SETTINGS.map((name) => [name, input[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
