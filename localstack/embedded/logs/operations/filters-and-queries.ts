import { AwsError } from '../../core/errors.ts';
import { invalidParameter } from '../errors.ts';
import { parseFilterPattern } from '../filter-pattern.ts';
import type { MetricFilter, MetricTransformation, QueryDefinition } from '../model.ts';
import { type LogsRoom, page } from '../room.ts';

interface FilterInput {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly (MetricTransformation & { readonly dimensions?: object })[];
}

interface QueryInput {
  readonly queryDefinitionId?: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames?: readonly string[];
}

/** Metric filters, and saved queries (kept, never run). */
export function filterAndQueryOperations(room: LogsRoom) {
  const { groups, queries, context } = room;
  return {
    PutMetricFilter(input: FilterInput) {
      const group = room.group(input);
      const { filterName, filterPattern, logGroupName, metricTransformations } = input;
      parseFilterPattern(filterPattern);
      if (metricTransformations.length !== 1)
        throw invalidParameter('Exactly one metric transformation is required.');
      if (metricTransformations.some(({ dimensions }) => dimensions && Object.keys(dimensions).length > 0)) {
        throw new AwsError(
          'NotImplemented',
          'The embedded AWS does not implement dimensions of PutMetricFilter.',
          501,
        );
      }
      const creationTime = context.clock.now();
      const filter: MetricFilter = {
        filterName,
        filterPattern,
        logGroupName,
        creationTime,
        metricTransformations,
      };
      const others = group.metricFilters.filter((known) => known.filterName !== filterName);
      groups.set(logGroupName, { ...group, metricFilters: [...others, filter] });
      return {};
    },
    DescribeMetricFilters(input: {
      readonly logGroupName?: string;
      readonly filterNamePrefix?: string;
      readonly nextToken?: string;
      readonly limit?: number;
    }) {
      const within =
        input.logGroupName === undefined
          ? [...groups.values()]
          : [room.group(input as { logGroupName: string })];
      const found = within
        .flatMap(({ metricFilters }) => metricFilters)
        .filter(({ filterName }) => filterName.startsWith(input.filterNamePrefix ?? ''));
      const { items, nextToken } = page(found, input);
      return { metricFilters: items, nextToken };
    },
    DeleteMetricFilter({
      logGroupName,
      filterName,
    }: {
      readonly logGroupName: string;
      readonly filterName: string;
    }) {
      const group = room.group({ logGroupName });
      const metricFilters = group.metricFilters.filter((known) => known.filterName !== filterName);
      if (metricFilters.length === group.metricFilters.length) {
        throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.');
      }
      groups.set(logGroupName, { ...group, metricFilters });
      return {};
    },
    PutQueryDefinition({ queryDefinitionId, name, queryString, logGroupNames }: QueryInput) {
      if (queryDefinitionId !== undefined && !queries.has(queryDefinitionId)) {
        throw new AwsError('ResourceNotFoundException', 'The specified query definition does not exist.');
      }
      if (typeof name !== 'string' || name === '' || typeof queryString !== 'string') {
        throw invalidParameter('A query definition has a name and a queryString.');
      }
      const id = queryDefinitionId ?? context.random.uuid();
      const definition: QueryDefinition = {
        queryDefinitionId: id,
        name,
        queryString,
        ...(logGroupNames ? { logGroupNames } : {}),
        lastModified: context.clock.now(),
      };
      queries.set(id, definition);
      return { queryDefinitionId: id };
    },
    DescribeQueryDefinitions(input: {
      readonly queryDefinitionNamePrefix?: string;
      readonly nextToken?: string;
      readonly maxResults?: number;
    }) {
      const found = [...queries.values()].filter(({ name }) =>
        name.startsWith(input.queryDefinitionNamePrefix ?? ''),
      );
      const { items, nextToken } = page(found, { ...input, limit: input.maxResults ?? 1000 });
      return { queryDefinitions: items, nextToken };
    },
    DeleteQueryDefinition: ({ queryDefinitionId }: { readonly queryDefinitionId: string }) => ({
      success: queries.delete(queryDefinitionId),
    }),
  };
}
