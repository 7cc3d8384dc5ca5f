import { defineOperation } from '../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { invalidParameter, streamNotFound } from '../errors.ts';
import { metricData } from '../metric-data.ts';
import type { LogEvent, LogGroup } from '../model.ts';
import type { LogsState } from '../state.ts';

interface PutLogEventsInput {
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Timestamps in epoch milliseconds. */
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
/** What AWS counts for an event besides its message, in bytes. */
const EVENT_OVERHEAD = 26;
const DAY = 86_400_000;
const TOO_NEW = 2 * 3_600_000;

/** PutLogEvents: keeps events that are neither too old nor too new, and publishes the metrics in them. */
export const putLogEvents = defineOperation({
  name: 'PutLogEvents',
  authorization: onStream('PutLogEvents'),
  run(state: LogsState, input: PutLogEventsInput) {
    const group = state.group(input);
    const events = state.events(group);
    const stream = events.streams.get(input.logStreamName);
    if (!stream) throw streamNotFound();
    const bytes = validSize(input.logEvents);
    const now = state.context.clock.now();
    const oldest = now - Math.min(14, group.retentionInDays ?? 14) * DAY;
    const accepted: LogEvent[] = [];
    let rejected: Record<string, number> | undefined;
    for (const [index, { timestamp, message }] of input.logEvents.entries()) {
      if (timestamp < oldest) rejected = { ...rejected, tooOldLogEventEndIndex: index + 1 };
      else if (timestamp > now + TOO_NEW) rejected = { tooNewLogEventStartIndex: index, ...rejected };
      else
        accepted.push({
          timestamp,
          message,
          ingestionTime: now,
          stream: input.logStreamName,
          sequence: state.nextSequence(),
        });
    }
    for (const event of accepted) events.add(event);
    const [first, last] = [accepted[0], accepted.at(-1)];
    if (first && last) {
      stream.firstEventTimestamp ??= first.timestamp;
      stream.lastEventTimestamp = last.timestamp;
      stream.lastIngestionTime = now;
      stream.storedBytes += bytes;
    }
    state.ingested(group, accepted.length, bytes);
    publishMetrics(state, group, accepted);
    return { nextSequenceToken: stream.uploadSequenceToken, rejectedLogEventsInfo: rejected };
  },
});

/** What the events count for, in bytes. Throws InvalidParameterException for too many, and for those out of order. */
function validSize(logEvents: PutLogEventsInput['logEvents']): number {
  let bytes = 0;
  for (const { message } of logEvents) bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
  if (logEvents.length > MAX_EVENTS) {
    throw invalidParameter('Log events in a single PutLogEvents request must be at most 10000.');
  }
  if (logEvents.some(({ timestamp }, index) => timestamp < (logEvents[index - 1]?.timestamp ?? timestamp))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if (bytes > MAX_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
  }
  return bytes;
}

function publishMetrics({ context }: LogsState, group: LogGroup, events: readonly LogEvent[]): void {
  const service = 'logs.amazonaws.com';
  const principal = { arn: service, service, accountId: context.accountId };
  for (const [Namespace, MetricData] of metricData(group, events)) {
    context
      .call('cloudwatch', 'PutMetricData', { Namespace, MetricData }, principal)
      .catch((error: Error) => {
        context.log(`Metrics of ${group.logGroupName} were not published: ${error.message}`);
      });
  }
}
