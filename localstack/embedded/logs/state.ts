import type { EmbeddedContext } from '../core/context.ts';
import { createServiceMetrics } from '../core/service-metrics.ts';
import type { Collection } from '../storage/storage.ts';
import { groupNotFound, invalidParameter, notFound } from './errors.ts';
import { GroupEvents } from './event-store.ts';
import { Queries, type Query } from './insights/queries.ts';
import type { GroupReference, LogGroup, QueryDefinition } from './model.ts';

/** What CloudWatch Logs keeps, and what its operations need besides. */
export interface LogsState {
  readonly context: EmbeddedContext;
  /** By name. */
  readonly groups: Collection<LogGroup>;
  /** By id. */
  readonly queries: Collection<QueryDefinition>;
  /** Queries of Logs Insights. */
  readonly insights: Queries;
  /** The group of that name or ARN. Throws ResourceNotFoundException. */
  group(reference: GroupReference): LogGroup;
  /** The streams and events of a group, without what its retention has ended. */
  events(group: LogGroup): GroupEvents;
  /** Drops the streams and events of a group that was deleted. */
  forget(group: LogGroup): void;
  /** The number of the next event. */
  nextSequence(): number;
  /** Counts events that came in, with their size in bytes. */
  ingested(group: LogGroup, events: number, bytes: number): void;
  /** Lets go of timers. */
  stop(): void;
}

/** Opens what CloudWatch Logs keeps in the context's storage; events begin anew with each process. */
export function createLogsState(context: EmbeddedContext): LogsState {
  const groups: Collection<LogGroup> = context.storage.collection('logs/groups');
  const events = new Map<string, GroupEvents>();
  let sequence = 0;
  const metrics = createServiceMetrics(context, 'AWS/Logs', 'logs.amazonaws.com');
  const eventsOf = (group: LogGroup): GroupEvents => {
    let kept = events.get(group.logGroupName);
    if (!kept) {
      kept = new GroupEvents();
      events.set(group.logGroupName, kept);
    }
    kept.expire(context.clock.now(), group.retentionInDays);
    return kept;
  };
  const insights = new Queries(context, (name, startTime, endTime) => {
    const group = groups.get(name);
    if (!group) return [];
    return eventsOf(group).select(({ timestamp }) => timestamp >= startTime && timestamp <= endTime);
  });
  return {
    context,
    groups,
    queries: context.storage.collection('logs/query-definitions'),
    group({ logGroupName, logGroupIdentifier }) {
      const name = logGroupName ?? nameOf(logGroupIdentifier ?? '');
      if (!name) throw invalidParameter('A log group name or identifier is required.');
      const group = groups.get(name);
      if (!group) throw groupNotFound();
      return group;
    },
    events: eventsOf,
    insights,
    forget: (group) => void events.delete(group.logGroupName),
    nextSequence: () => ++sequence,
    ingested({ logGroupName }, count, bytes) {
      context.meter.add('cloudwatchlogs', 'ingestedBytes', logGroupName, bytes);
      const dimensions = () => ({ LogGroupName: logGroupName });
      metrics.add(logGroupName, 'IncomingBytes', bytes, 'Bytes', dimensions);
      metrics.add(logGroupName, 'IncomingLogEvents', count, 'None', dimensions);
    },
    stop() {
      insights.stop();
      metrics.stop();
    },
  };
}

/** A group's name out of its ARN (with or without the trailing `:*`), or a name as it is. */
export function nameOf(identifier: string): string {
  return identifier.startsWith('arn:')
    ? identifier.replace(/^(?:[^:]*:){6}/, '').replace(/:\*$/, '')
    : identifier;
}

/** The query with that id. Throws ResourceNotFoundException. */
export function findQuery({ insights }: LogsState, queryId: string): Query {
  const query = insights.get(queryId);
  if (!query) throw notFound('query');
  return query;
}
