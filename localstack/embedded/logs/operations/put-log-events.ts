import { invalidParameter, streamNotFound } from '../errors.ts';
import { metricData } from '../metric-data.ts';
import type { LogEvent } from '../model.ts';
import type { LogsRoom } from '../room.ts';

interface Input {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
/** What AWS counts for an event besides its message, in bytes. */
const EVENT_OVERHEAD = 26;
const DAY = 86_400_000;
const TOO_NEW = 2 * 3_600_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export function putLogEvents(room: LogsRoom) {
  return (input: Input) => {
    const group = room.group(input);
    const events = room.events(group);
    const stream = events.streams.get(input.logStreamName);
    if (!stream) throw streamNotFound();
    const { logEvents } = input;
    const bytes = sizeOf(logEvents);
    if (logEvents.length > MAX_EVENTS)
      throw invalidParameter('Log events in a single PutLogEvents request must be at most 10000.');
    if (bytes > MAX_BYTES) {
      throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
    }
    const now = room.context.clock.now();
    const oldest = now - Math.min(14, group.retentionInDays ?? 14) * DAY;
    const accepted: LogEvent[] = [];
    let rejected: Record<string, number> | undefined;
    for (const [index, { timestamp, message }] of logEvents.entries()) {
      if (timestamp < oldest) rejected = { ...rejected, tooOldLogEventEndIndex: index + 1 };
      else if (timestamp > now + TOO_NEW) rejected = { tooNewLogEventStartIndex: index, ...rejected };
      else
        accepted.push({
          timestamp,
          message,
          ingestionTime: now,
          stream: input.logStreamName,
          sequence: room.nextSequence(),
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
    room.ingested(group, accepted.length, bytes);
    publishMetrics(room, group, accepted);
    return { nextSequenceToken: stream.uploadSequenceToken, rejectedLogEventsInfo: rejected };
  };
}

function sizeOf(logEvents: Input['logEvents']): number {
  let bytes = 0;
  for (const { message } of logEvents) bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
  return bytes;
}

function publishMetrics(
  room: LogsRoom,
  group: Parameters<typeof metricData>[0],
  events: readonly LogEvent[],
): void {
  const { context } = room;
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
