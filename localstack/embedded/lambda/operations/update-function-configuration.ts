import { passRole } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { LAMBDA, onFunction } from '../authorization.ts';
import { changeConfiguration, requireRevision } from '../functions/changes.ts';
import {
  type ConfigurationInput,
  configurationMembers,
  validateConfiguration,
} from '../functions/configuration.ts';
import { requireAssumable } from '../functions/execution-role.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** UpdateFunctionConfiguration: changes the members of `$LATEST` that are sent. */
export const updateFunctionConfiguration = defineOperation({
  name: 'UpdateFunctionConfiguration',
  authorization: (input, place) => [
    ...onFunction('UpdateFunctionConfiguration')(input, place),
    ...passRole(input.Role, LAMBDA),
  ],
  http: { method: 'PUT', path: '/2015-03-31/functions/{FunctionName}/configuration' },
  async run(state: LambdaState, input: ConfigurationInput): Promise<FunctionConfiguration> {
    const record = state.functions.get(input.FunctionName);
    requireRevision(record, input.RevisionId);
    validateConfiguration('UpdateFunctionConfiguration', input);
    if (input.Role !== undefined) requireAssumable(state, input.Role);
    const members = configurationMembers({ ...input, FunctionName: record.configuration.FunctionName });
    const { DeadLetterConfig, ...others } = record.configuration;
    // An empty target takes the queue for dead letters away.
    const withoutQueue = DeadLetterConfig !== undefined && input.DeadLetterConfig?.TargetArn === '';
    const kept = withoutQueue ? others : record.configuration;
    return (await changeConfiguration(state, { ...record, configuration: kept }, members)).configuration;
  },
});
