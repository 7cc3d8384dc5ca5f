import { constraintFailed, resourceNotFound, validationException } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import type { Alias, Route, StateMachine } from './model.ts';

/** AWS's limit on the versions that an alias leads to. */
const MOST_ROUTES = 2;

/** The alias that a call names, and its machine. Throws ResourceNotFound or InvalidArn. */
export function aliasOf(
  state: StepFunctionsState,
  value: string | undefined,
): { machine: StateMachine; alias: Alias } {
  const arn = required(value, 'stateMachineAliasArn');
  checkArn(arn, 'stateMachine');
  const machine = state.machines.ownerOf(arn);
  const alias = machine?.aliases.find((candidate) => candidate.arn === arn);
  if (!machine || !alias) throw resourceNotFound();
  return { machine, alias };
}

/** Checks a routing configuration, and finds the machine whose versions it names. */
export function checkRoutes(state: StepFunctionsState, routes: readonly Route[]): StateMachine {
  if (routes.length < 1) {
    throw constraintFailed('routingConfiguration', "'[]'", 'have length greater than or equal to 1');
  }
  if (routes.length > MOST_ROUTES) {
    const items = routes.map(
      (route) =>
        `RoutingConfigurationListItem(stateMachineVersionArn=${route.stateMachineVersionArn}, weight=${route.weight})`,
    );
    const value = `'[${items.join(', ')}]'`;
    throw constraintFailed('routingConfiguration', value, `have length less than or equal to ${MOST_ROUTES}`);
  }
  checkWeights(routes);
  const arns = routes.map((route) => route.stateMachineVersionArn);
  const received = `Received: [${arns.join(', ')}]`;
  if (new Set(arns).size < arns.length) {
    throw validationException(
      `Routing configuration must contain distinct state machine version ARNs. ${received}`,
    );
  }
  const owners = arns.map((arn) => {
    const owner = state.machines.ownerOf(arn);
    return owner?.versions.some((version) => version.arn === arn) ? owner : undefined;
  });
  const [owner] = owners;
  if (!owner || owners.some((candidate) => candidate === undefined)) {
    throw validationException(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (owners.some((candidate) => candidate?.current.arn !== owner.current.arn)) {
    throw validationException(
      `Routing configuration must contain versions of one state machine. ${received}`,
    );
  }
  return owner;
}

function checkWeights(routes: readonly Route[]): void {
  for (const [index, { weight }] of routes.entries()) {
    const member = `routingConfiguration.${index + 1}.member.weight`;
    if (weight > 100) throw constraintFailed(member, `'${weight}'`, 'have value less than or equal to 100');
    if (weight < 0) throw constraintFailed(member, `'${weight}'`, 'have value greater than or equal to 0');
  }
  const weights = routes.map((route) => route.weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw validationException(
      `Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`,
    );
  }
}
