import { listOf, passRole } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { arnOf } from '../arns.ts';
import { publishing, SERVICE, stateArn } from '../authorization.ts';
import type { MachineType } from '../definition/model.ts';
import { stateMachineAlreadyExists } from '../errors.ts';
import { checkName, oneOf, required } from '../input.ts';
import type { Json } from '../json.ts';
import { type LoggingInput, readLogging } from '../machines/configuration.ts';
import { requireLogDestination } from '../machines/log-destination.ts';
import type { MachineRevision, StateMachine } from '../machines/model.ts';
import { requireUsableRole } from '../machines/role.ts';
import { checkVersionDescription, publish } from '../machines/versions.ts';
import type { StepFunctionsState } from '../state.ts';
import { readTags, type Tag } from '../tags.ts';

interface CreateStateMachineInput {
  readonly name?: string;
  readonly definition?: string;
  readonly roleArn?: string;
  readonly type?: string;
  readonly loggingConfiguration?: LoggingInput;
  readonly tracingConfiguration?: { readonly enabled?: boolean };
  readonly encryptionConfiguration?: Readonly<Record<string, Json>>;
  readonly tags?: readonly Tag[];
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine = defineOperation({
  name: 'CreateStateMachine',
  authorization: (input, place) => {
    const resource = stateArn(place, 'stateMachine', input.name);
    return [
      { action: 'states:CreateStateMachine', resource },
      ...(listOf(input.tags).length > 0 ? [{ action: 'states:TagResource', resource }] : []),
      ...publishing(input, resource),
      ...passRole(input.roleArn, SERVICE),
    ];
  },
  async run(state: StepFunctionsState, input: CreateStateMachineInput) {
    const { machines, context } = state;
    checkVersionDescription(input);
    const made = readRevision(state, input);
    machines.compile(made.definition, made.type);
    requireUsableRole(context, made);
    await requireLogDestination(context, made.loggingConfiguration);
    const now = context.clock.now();
    const existing = machines.find(made.arn);
    if (existing && !isSame(existing.current, made)) throw stateMachineAlreadyExists(made.arn);
    const machine: StateMachine = existing ?? {
      current: made,
      creationDate: now,
      tags: readTags(input.tags ?? []),
      versions: [],
      nextVersion: 1,
      aliases: [],
    };
    const published = input.publish ? publish(machine, input.versionDescription, now) : undefined;
    machines.put(published?.machine ?? machine);
    return {
      stateMachineArn: made.arn,
      creationDate: new Date(machine.creationDate),
      ...(published ? { stateMachineVersionArn: published.version.arn } : {}),
    };
  },
});

function readRevision({ context }: StepFunctionsState, input: CreateStateMachineInput): MachineRevision {
  const name = required(input.name, 'name');
  checkName(name);
  return {
    arn: arnOf(context, 'stateMachine', name),
    name,
    type: oneOf<MachineType>(input.type ?? 'STANDARD', 'type', ['STANDARD', 'EXPRESS']),
    roleArn: required(input.roleArn, 'roleArn'),
    definition: required(input.definition, 'definition'),
    revisionId: undefined,
    updateDate: context.clock.now(),
    loggingConfiguration: readLogging(input.loggingConfiguration),
    tracingConfiguration: { enabled: input.tracingConfiguration?.enabled ?? false },
    encryptionConfiguration: input.encryptionConfiguration,
  };
}

/** Creating the same again is no error; AWS looks at neither role nor tags for that. */
function isSame(existing: MachineRevision, made: MachineRevision): boolean {
  const settings = (revision: MachineRevision) =>
    JSON.stringify([
      revision.definition,
      revision.type,
      revision.loggingConfiguration,
      revision.tracingConfiguration,
      revision.encryptionConfiguration,
    ]);
  return settings(existing) === settings(made);
}
