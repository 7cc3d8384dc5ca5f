import type { AwsError } from '../../core/errors.ts';
import { invalidParameter, unsupported, validationFailed } from '../errors.ts';
import type { EventSourceMapping } from '../model.ts';
import { sourceKind } from './consumers.ts';
import { messageFilter, recordFilter } from './event-filter.ts';
import type { MappingInput } from './mappings.ts';

/** What a mapping of either kind takes. */
const COMMON = [
  'UUID',
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'Tags',
];

/** What mappings of streams take besides. */
const OF_STREAMS = [
  'StartingPosition',
  'StartingPositionTimestamp',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
] as const satisfies readonly (keyof MappingInput)[];

/** What mappings of queues take besides. */
const OF_QUEUES = ['ScalingConfig'] as const satisfies readonly (keyof MappingInput)[];

const KNOWN = new Set<string>([...COMMON, ...OF_STREAMS, ...OF_QUEUES]);

/** The largest and the smallest value of each number, from Lambda's API model. */
const RANGES = [
  ['batchSize', 1, 10_000, (input) => input.BatchSize],
  ['maximumBatchingWindowInSeconds', 0, 300, (input) => input.MaximumBatchingWindowInSeconds],
  ['maximumRecordAgeInSeconds', -1, 604_800, (input) => input.MaximumRecordAgeInSeconds],
  ['maximumRetryAttempts', -1, 10_000, (input) => input.MaximumRetryAttempts],
  ['parallelizationFactor', 1, 10, (input) => input.ParallelizationFactor],
  ['scalingConfig.maximumConcurrency', 2, 1_000, (input) => input.ScalingConfig?.MaximumConcurrency],
  ['tumblingWindowInSeconds', 0, 900, (input) => input.TumblingWindowInSeconds],
] as const satisfies readonly (readonly [
  string,
  number,
  number,
  (input: MappingInput) => number | undefined,
])[];

const POSITIONS = ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'];
const RESPONSE_TYPES = ['ReportBatchItemFailures'];

/**
 * Throws ValidationException and InvalidParameterValueException, in Lambda's words, for what `operation` does not take,
 * and NotImplemented for what is not emulated.
 *
 * @param known the mapping that is changed; undefined for a new one
 */
export function validateMapping(
  operation: string,
  input: MappingInput,
  known: EventSourceMapping | undefined,
): void {
  for (const [member, value] of Object.entries(input)) {
    if (!KNOWN.has(member) && !isEmpty(value)) throw unsupported(operation, member);
  }
  checkModel(input);
  const arn = known?.EventSourceArn ?? input.EventSourceArn ?? '';
  if (sourceKind(arn) === 'stream') checkStream(operation, input, known, arn);
  else checkQueue({ ...known, ...input }, input, arn);
}

/** What the API's model says of each member. */
function checkModel(input: MappingInput): void {
  for (const [member, least, most, read] of RANGES) {
    const value = read(input);
    if (value === undefined) continue;
    if (value < least) {
      throw wrong(member, value, `Member must have value greater than or equal to ${least}`);
    }
    if (value > most) throw wrong(member, value, `Member must have value less than or equal to ${most}`);
  }
  const { FunctionResponseTypes: types = [], StartingPosition: position } = input;
  if (types.some((type) => !RESPONSE_TYPES.includes(type))) {
    const allowed = `Member must satisfy enum value set: [${RESPONSE_TYPES.join(', ')}]`;
    throw wrong(
      'functionResponseTypes',
      `[${types.join(', ')}]`,
      `Member must satisfy constraint: [${allowed}]`,
    );
  }
  if (types.length > 1) {
    throw wrong(
      'functionResponseTypes',
      `[${types.join(', ')}]`,
      'Member must have length less than or equal to 1',
    );
  }
  if (position !== undefined && !POSITIONS.includes(position)) {
    throw wrong(
      'startingPosition',
      position,
      `Member must satisfy enum value set: [${POSITIONS.join(', ')}]`,
    );
  }
}

function checkQueue(
  { BatchSize = 10, MaximumBatchingWindowInSeconds: seconds = 0 }: MappingInput,
  input: MappingInput,
  arn: string,
): void {
  refuse(input, OF_STREAMS, 'SQS');
  if (arn.endsWith('.fifo') && seconds > 0) {
    throw invalidParameter('Batching window is not supported for FIFO queues');
  }
  if (BatchSize > 10 && seconds === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  messageFilter(input.FilterCriteria);
}

function checkStream(
  operation: string,
  input: MappingInput,
  known: EventSourceMapping | undefined,
  arn: string,
): void {
  refuse(input, OF_QUEUES, 'DynamoDB');
  if (input.TumblingWindowInSeconds) throw unsupported(operation, 'TumblingWindowInSeconds');
  const { MaximumRecordAgeInSeconds: age = -1, StartingPosition: position } = input;
  if (age >= 0 && age < 60) {
    throw invalidParameter('MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.');
  }
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  if (OnSuccess?.Destination) {
    throw invalidParameter('Event source mappings do not support destinations for successful invocations.');
  }
  const destination = OnFailure?.Destination;
  if (destination && sourceKind(destination) !== 'queue') {
    throw unsupported(operation, `DestinationConfig with ${destination}`);
  }
  recordFilter(input.FilterCriteria);
  if (known) return;
  if (position === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (position === 'AT_TIMESTAMP') {
    throw invalidParameter(`Unsupported starting position for arn type: ${arn}`);
  }
  if (input.StartingPositionTimestamp !== undefined) {
    throw invalidParameter('Timestamp only valid with StartingPosition AT_TIMESTAMP');
  }
}

/** Throws InvalidParameterValueException for members that are of no use to a kind of source. */
function refuse(input: MappingInput, members: readonly (keyof MappingInput)[], source: string): void {
  const member = members.find((name) => !isEmpty(input[name]));
  if (member) throw invalidParameter(`${member} is not valid for ${source} event sources.`);
}

/** As clients send what is not set. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === 0 ||
    (typeof value === 'object' && Object.values(value).every((member) => isEmpty(member)))
  );
}

function wrong(member: string, value: string | number, constraint: string): AwsError {
  return validationFailed(`Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`);
}
