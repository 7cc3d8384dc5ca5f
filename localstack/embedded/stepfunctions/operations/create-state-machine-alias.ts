import { listOf, objectOf, textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { conflict, constraintFailed } from '../errors.ts';
import { atMost, required } from '../input.ts';
import { checkRoutes } from '../machines/aliases.ts';
import type { Alias, Route } from '../machines/model.ts';
import type { StepFunctionsState } from '../state.ts';

const NAME = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/;

/** The pattern as AWS quotes it. */
const NAME_PATTERN = '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$';

interface CreateStateMachineAliasInput {
  readonly name?: string;
  readonly description?: string;
  readonly routingConfiguration?: readonly Route[];
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export const createStateMachineAlias = defineOperation({
  name: 'CreateStateMachineAlias',
  authorization: ({ routingConfiguration }) => {
    // An alias belongs to the machine whose versions it leads to.
    const [route] = listOf(routingConfiguration);
    const version = textOf(objectOf(route).stateMachineVersionArn);
    return [{ action: 'states:CreateStateMachineAlias', resource: version.split(':').slice(0, 7).join(':') }];
  },
  run(state: StepFunctionsState, input: CreateStateMachineAliasInput) {
    const name = required(input.name, 'name');
    atMost(name, 'name', 80);
    if (!NAME.test(name)) {
      throw constraintFailed('name', `'${name}'`, `satisfy regular expression pattern: ${NAME_PATTERN}`);
    }
    const routes = required(input.routingConfiguration, 'routingConfiguration');
    const machine = checkRoutes(state, routes);
    const arn = `${machine.current.arn}:${name}`;
    const now = state.context.clock.now();
    const made: Alias = {
      name,
      arn,
      description: input.description,
      routingConfiguration: routes,
      creationDate: now,
      updateDate: now,
    };
    const existing = machine.aliases.find((alias) => alias.arn === arn);
    if (existing && !isSame(existing, made)) {
      throw conflict(
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
      );
    }
    if (!existing) state.machines.put({ ...machine, aliases: [...machine.aliases, made] });
    return { stateMachineAliasArn: arn, creationDate: new Date(existing?.creationDate ?? now) };
  },
});

function isSame(existing: Alias, made: Alias): boolean {
  const settings = (alias: Alias) => JSON.stringify([alias.description, alias.routingConfiguration]);
  return settings(existing) === settings(made);
}
