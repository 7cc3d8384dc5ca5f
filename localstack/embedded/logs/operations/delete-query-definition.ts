import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import type { LogsState } from '../state.ts';

interface DeleteQueryDefinitionInput {
  readonly queryDefinitionId: string;
}

/** DeleteQueryDefinition: says whether there was one. */
export const deleteQueryDefinition = defineOperation({
  name: 'DeleteQueryDefinition',
  authorization: onAll('DeleteQueryDefinition'),
  run: ({ queries }: LogsState, { queryDefinitionId }: DeleteQueryDefinitionInput) => ({
    success: queries.delete(queryDefinitionId),
  }),
});
