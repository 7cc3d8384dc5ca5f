import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { LogsState } from '../state.ts';

interface PutQueryDefinitionInput {
  readonly queryDefinitionId?: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames?: readonly string[];
}

/** PutQueryDefinition: saves a query; one that cannot be read is kept, too, as AWS keeps it. */
export const putQueryDefinition = defineOperation({
  name: 'PutQueryDefinition',
  authorization: onAll('PutQueryDefinition'),
  run({ context, queries }: LogsState, input: PutQueryDefinitionInput) {
    const { name, queryString, logGroupNames } = input;
    if (input.queryDefinitionId !== undefined && !queries.has(input.queryDefinitionId)) {
      throw notFound('query definition');
    }
    if (typeof name !== 'string' || name === '' || typeof queryString !== 'string') {
      throw invalidParameter('A query definition has a name and a queryString.');
    }
    const queryDefinitionId = input.queryDefinitionId ?? context.random.uuid();
    queries.set(queryDefinitionId, {
      queryDefinitionId,
      name,
      queryString,
      ...(logGroupNames ? { logGroupNames } : {}),
      lastModified: context.clock.now(),
    });
    return { queryDefinitionId };
  },
});
