import type { QueryDefinition } from '@aws-sdk/client-cloudwatch-logs';
import { type Decoded, list, optional, text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = { name: text, query_string: text, log_group_names: optional(list(text)) };

/** A saved query of Logs Insights. */
export default defineResource<typeof FIELDS, QueryDefinition>({
  type: 'aws_cloudwatch_query_definition',
  arguments: FIELDS,
  example: {
    q: {
      name: 'fixture-errors',
      query_string: 'fields @message | limit 20',
      log_group_names: [ref('aws_cloudwatch_log_group.g.name')],
    },
  },
  attributes: ['id', 'query_definition_id'],
  foundBy: ['name'],
  renames: ['name'],

  async read(wanted, { aws }) {
    const logs = await aws.logs();
    const { queryDefinitions = [] } = await logs.describeQueryDefinitions({
      queryDefinitionNamePrefix: wanted.name,
    });
    return queryDefinitions.find((query) => query.name === wanted.name);
  },

  async create(wanted, { aws }) {
    const logs = await aws.logs();
    return logs.putQueryDefinition(queryOf(wanted));
  },

  async update(wanted, found, { aws }) {
    if (!differs(queryOf(wanted), found)) return undefined;
    const logs = await aws.logs();
    return logs.putQueryDefinition({ ...queryOf(wanted), queryDefinitionId: found.queryDefinitionId });
  },

  async delete(_wanted, { queryDefinitionId }, { aws }) {
    const logs = await aws.logs();
    await logs.deleteQueryDefinition({ queryDefinitionId });
  },

  describe: (query) => ({
    id: query.queryDefinitionId ?? '',
    query_definition_id: query.queryDefinitionId ?? '',
  }),
});

function queryOf(wanted: Decoded<typeof FIELDS>) {
  return {
    name: wanted.name,
    queryString: wanted.query_string,
    logGroupNames: wanted.log_group_names,
  };
}
