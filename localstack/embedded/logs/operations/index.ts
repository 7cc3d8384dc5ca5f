import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { OperationDeclaration } from '../../core/operation.ts';
import type { LogsState } from '../state.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { deleteLogStream } from './delete-log-stream.ts';
import { deleteMetricFilter } from './delete-metric-filter.ts';
import { deleteQueryDefinition } from './delete-query-definition.ts';
import { deleteRetentionPolicy } from './delete-retention-policy.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { describeMetricFilters } from './describe-metric-filters.ts';
import { describeQueries } from './describe-queries.ts';
import { describeQueryDefinitions } from './describe-query-definitions.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { getLogRecord } from './get-log-record.ts';
import { getQueryResults } from './get-query-results.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTagsLogGroup } from './list-tags-log-group.ts';
import { putLogEvents } from './put-log-events.ts';
import { putMetricFilter } from './put-metric-filter.ts';
import { putQueryDefinition } from './put-query-definition.ts';
import { putRetentionPolicy } from './put-retention-policy.ts';
import { putSubscriptionFilter } from './put-subscription-filter.ts';
import { startQuery } from './start-query.ts';
import { stopQuery } from './stop-query.ts';
import { tagLogGroup } from './tag-log-group.ts';
import { tagResource } from './tag-resource.ts';
import { untagLogGroup } from './untag-log-group.ts';
import { untagResource } from './untag-resource.ts';

/** The names of CloudWatch Logs's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof CloudWatchLogs, string>>;

/** The operations of CloudWatch Logs. */
export const declarations: readonly OperationDeclaration<LogsState, OperationName>[] = [
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteLogStream,
  deleteMetricFilter,
  deleteQueryDefinition,
  deleteRetentionPolicy,
  describeLogGroups,
  describeLogStreams,
  describeMetricFilters,
  describeQueries,
  describeQueryDefinitions,
  filterLogEvents,
  getLogEvents,
  getLogRecord,
  getQueryResults,
  listTagsForResource,
  listTagsLogGroup,
  putLogEvents,
  putMetricFilter,
  putQueryDefinition,
  putRetentionPolicy,
  putSubscriptionFilter,
  startQuery,
  stopQuery,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
];
