import {
  type AuthorizationTable,
  listOf,
  type Need,
  type NeedsOf,
  objectOf,
  type Place,
  passRole,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';
import type { Tokens } from './executions/tokens.ts';

const SERVICE = 'states.amazonaws.com';

const arnOf = ({ region, accountId }: Place, kind: string, name: unknown) =>
  `arn:aws:states:${region}:${accountId}:${kind}:${textOf(name)}`;

/** The operations whose resource is named by an ARN in their input, with the member that holds it. */
const BY_ARN: Readonly<Record<string, string>> = {
  DeleteActivity: 'activityArn',
  DescribeActivity: 'activityArn',
  GetActivityTask: 'activityArn',
  DeleteStateMachine: 'stateMachineArn',
  DescribeStateMachine: 'stateMachineArn',
  ListExecutions: 'stateMachineArn',
  ListStateMachineAliases: 'stateMachineArn',
  ListStateMachineVersions: 'stateMachineArn',
  PublishStateMachineVersion: 'stateMachineArn',
  StartExecution: 'stateMachineArn',
  StartSyncExecution: 'stateMachineArn',
  DeleteStateMachineVersion: 'stateMachineVersionArn',
  DeleteStateMachineAlias: 'stateMachineAliasArn',
  DescribeStateMachineAlias: 'stateMachineAliasArn',
  UpdateStateMachineAlias: 'stateMachineAliasArn',
  DescribeExecution: 'executionArn',
  DescribeStateMachineForExecution: 'executionArn',
  GetExecutionHistory: 'executionArn',
  StopExecution: 'executionArn',
  ListTagsForResource: 'resourceArn',
  TagResource: 'resourceArn',
  UntagResource: 'resourceArn',
};

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `states:${action}`, resource: '*' }];

function creating(input: Unchecked, place: Place): Need[] {
  const resource = arnOf(place, 'stateMachine', input.name);
  const tagged = listOf(input.tags).length > 0;
  return [
    { action: 'states:CreateStateMachine', resource },
    ...(tagged ? [{ action: 'states:TagResource', resource }] : []),
    ...(input.publish === true ? [{ action: 'states:PublishStateMachineVersion', resource }] : []),
    ...passRole(input.roleArn, SERVICE),
  ];
}

function updating(input: Unchecked): Need[] {
  const resource = textOf(input.stateMachineArn);
  return [
    { action: 'states:UpdateStateMachine', resource },
    ...(input.publish === true ? [{ action: 'states:PublishStateMachineVersion', resource }] : []),
    ...passRole(input.roleArn, SERVICE),
  ];
}

/** An alias belongs to the machine whose versions it leads to. */
function creatingAlias(input: Unchecked): Need[] {
  const [route] = listOf(input.routingConfiguration);
  const version = textOf(objectOf(route).stateMachineVersionArn);
  return [{ action: 'states:CreateStateMachineAlias', resource: version.split(':').slice(0, 7).join(':') }];
}

/**
 * What each operation needs. A task's token is a matter of the machine whose execution waits for it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function stepFunctionsAuthorization(tokens: Tokens): AuthorizationTable {
  const onToken =
    (action: string): NeedsOf =>
    ({ taskToken }) => {
      const holder = tokens.find(textOf(taskToken));
      // A token that nobody waits for has no resource: the operation refuses it, and tells which it is.
      if (holder === undefined || holder === 'over') return [];
      return [{ action: `states:${action}`, resource: holder.frame.execution.revision.arn }];
    };
  const byArn = Object.entries(BY_ARN).map(([action, member]): [string, NeedsOf] => [
    action,
    (input) => [{ action: `states:${action}`, resource: textOf(input[member]) }],
  ]);
  return {
    ...Object.fromEntries(byArn),
    CreateActivity: ({ name }, place) => [
      { action: 'states:CreateActivity', resource: arnOf(place, 'activity', name) },
    ],
    CreateStateMachine: creating,
    CreateStateMachineAlias: creatingAlias,
    ListActivities: onAll('ListActivities'),
    ListStateMachines: onAll('ListStateMachines'),
    SendTaskFailure: onToken('SendTaskFailure'),
    SendTaskHeartbeat: onToken('SendTaskHeartbeat'),
    SendTaskSuccess: onToken('SendTaskSuccess'),
    UpdateStateMachine: updating,
    ValidateStateMachineDefinition: onAll('ValidateStateMachineDefinition'),
  };
}
