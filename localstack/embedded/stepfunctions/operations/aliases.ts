import { conflict, constraintFailed, resourceNotFound, validationException } from '../errors.ts';
import { atMost, checkArn, page, required } from '../input.ts';
import type { Alias, Route, StateMachine } from '../machines/model.ts';
import type { StepFunctionsRoom } from '../room.ts';

const NAME = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/;
/** The pattern as AWS quotes it. */
const NAME_PATTERN = '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$';
const MOST_ROUTES = 2;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export function createStateMachineAlias(room: StepFunctionsRoom) {
  return (input: {
    readonly name?: string;
    readonly description?: string;
    readonly routingConfiguration?: readonly Route[];
  }) => {
    const name = required(input.name, 'name');
    atMost(name, 'name', 80);
    if (!NAME.test(name)) {
      throw constraintFailed('name', `'${name}'`, `satisfy regular expression pattern: ${NAME_PATTERN}`);
    }
    const routes = required(input.routingConfiguration, 'routingConfiguration');
    const machine = checkRoutes(room, routes);
    const arn = `${machine.current.arn}:${name}`;
    const now = room.context.clock.now();
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
    if (!existing) room.machines.put({ ...machine, aliases: [...machine.aliases, made] });
    return { stateMachineAliasArn: arn, creationDate: new Date(existing?.creationDate ?? now) };
  };
}

function isSame(existing: Alias, made: Alias): boolean {
  const settings = (alias: Alias) => JSON.stringify([alias.description, alias.routingConfiguration]);
  return settings(existing) === settings(made);
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export function updateStateMachineAlias(room: StepFunctionsRoom) {
  return (input: {
    readonly stateMachineAliasArn?: string;
    readonly description?: string;
    readonly routingConfiguration?: readonly Route[];
  }) => {
    const { machine, alias } = find(room, input.stateMachineAliasArn);
    const { description, routingConfiguration } = input;
    if (description === undefined && routingConfiguration === undefined) {
      throw validationException('Either the description or the routing configuration must be specified');
    }
    if (routingConfiguration) checkRoutes(room, routingConfiguration);
    const updated: Alias = {
      ...alias,
      description: description ?? alias.description,
      routingConfiguration: routingConfiguration ?? alias.routingConfiguration,
      updateDate: room.context.clock.now(),
    };
    const aliases = machine.aliases.map((candidate) => (candidate.arn === alias.arn ? updated : candidate));
    room.machines.put({ ...machine, aliases });
    return { updateDate: new Date(updated.updateDate) };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export function describeStateMachineAlias(room: StepFunctionsRoom) {
  return (input: { readonly stateMachineAliasArn?: string }) => {
    const { alias } = find(room, input.stateMachineAliasArn);
    return {
      stateMachineAliasArn: alias.arn,
      name: alias.name,
      routingConfiguration: alias.routingConfiguration,
      creationDate: new Date(alias.creationDate),
      updateDate: new Date(alias.updateDate),
      ...(alias.description === undefined ? {} : { description: alias.description }),
    };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export function deleteStateMachineAlias(room: StepFunctionsRoom) {
  return (input: { readonly stateMachineAliasArn?: string }) => {
    const arn = required(input.stateMachineAliasArn, 'stateMachineAliasArn');
    checkArn(arn, 'stateMachine');
    const machine = room.machines.ownerOf(arn);
    if (machine)
      room.machines.put({ ...machine, aliases: machine.aliases.filter((alias) => alias.arn !== arn) });
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export function listStateMachineAliases(room: StepFunctionsRoom) {
  return (input: {
    readonly stateMachineArn?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
  }) => {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const machine = room.machines.find(arn) ?? room.machines.ownerOf(arn);
    const aliases = (machine?.aliases ?? []).filter(
      (alias) =>
        machine?.current.arn === arn ||
        alias.routingConfiguration.some((route) => route.stateMachineVersionArn === arn),
    );
    const { page: found, ...rest } = page(aliases, input, (alias) => alias.arn);
    const stateMachineAliases = found.map((alias) => ({
      stateMachineAliasArn: alias.arn,
      creationDate: new Date(alias.creationDate),
    }));
    return { stateMachineAliases, ...rest };
  };
}

function find(room: StepFunctionsRoom, given: string | undefined): { machine: StateMachine; alias: Alias } {
  const arn = required(given, 'stateMachineAliasArn');
  checkArn(arn, 'stateMachine');
  const machine = room.machines.ownerOf(arn);
  const alias = machine?.aliases.find((candidate) => candidate.arn === arn);
  if (!machine || !alias) throw resourceNotFound();
  return { machine, alias };
}

/** Checks a routing configuration, and finds the machine whose versions it names. */
function checkRoutes(room: StepFunctionsRoom, routes: readonly Route[]): StateMachine {
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
    const owner = room.machines.ownerOf(arn);
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
