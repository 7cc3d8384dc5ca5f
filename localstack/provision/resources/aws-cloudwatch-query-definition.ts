import type { QueryDefinition } from '@aws-sdk/client-cloudwatch-logs';
import { list, optional, text } from '../arguments.ts';
import { setDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';

const FIELDS = { name: text, query_string: text, log_group_names: optional(list(text)) };

/** A saved query of Logs Insights. */
export default defineResource<typeof FIELDS, QueryDefinition>({
  type: 'aws_cloudwatch_query_definition',
  arguments: FIELDS,
  attributes: ['id', 'query_definition_id'],

  async read(wanted, { aws }) {
    const logs = await aws.logs();
    const { queryDefinitions = [] } = await logs.describeQueryDefinitions({
      queryDefinitionNamePrefix: wanted.name,
    });
    return queryDefinitions.find((query) => query.name === wanted.name);
  },

  async create(wanted, { aws }) {
    const logs = await aws.logs();
    return logs.putQueryDefinition({
      name: wanted.name,
      queryString: wanted.query_string,
      logGroupNames: wanted.log_group_names,
    });
  },

  async update(wanted, found, { aws }) {
    const same =
      wanted.query_string === found.queryString && !setDiffers(wanted.log_group_names, found.logGroupNames);
    if (same) return undefined;
    const logs = await aws.logs();
    return logs.putQueryDefinition({
      name: wanted.name,
      queryDefinitionId: found.queryDefinitionId,
      queryString: wanted.query_string,
      logGroupNames: wanted.log_group_names,
    });
  },

  describe: (query) => ({
    id: query.queryDefinitionId ?? '',
    query_definition_id: query.queryDefinitionId ?? '',
  }),
});
