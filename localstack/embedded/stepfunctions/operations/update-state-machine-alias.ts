import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { validationException } from '../errors.ts';
import { aliasOf, checkRoutes } from '../machines/aliases.ts';
import type { Alias, Route } from '../machines/model.ts';
import type { StepFunctionsState } from '../state.ts';

interface UpdateStateMachineAliasInput {
  readonly stateMachineAliasArn?: string;
  readonly description?: string;
  readonly routingConfiguration?: readonly Route[];
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias = defineOperation({
  name: 'UpdateStateMachineAlias',
  authorization: onArn('UpdateStateMachineAlias', 'stateMachineAliasArn'),
  run(state: StepFunctionsState, input: UpdateStateMachineAliasInput) {
    const { machine, alias } = aliasOf(state, input.stateMachineAliasArn);
    const { description, routingConfiguration } = input;
    if (description === undefined && routingConfiguration === undefined) {
      throw validationException('Either the description or the routing configuration must be specified');
    }
    if (routingConfiguration) checkRoutes(state, routingConfiguration);
    const updated: Alias = {
      ...alias,
      description: description ?? alias.description,
      routingConfiguration: routingConfiguration ?? alias.routingConfiguration,
      updateDate: state.context.clock.now(),
    };
    const aliases = machine.aliases.map((candidate) => (candidate.arn === alias.arn ? updated : candidate));
    state.machines.put({ ...machine, aliases });
    return { updateDate: new Date(updated.updateDate) };
  },
});
