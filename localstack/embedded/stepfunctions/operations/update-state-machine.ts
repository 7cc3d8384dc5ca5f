import { passRole, textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { publishing, SERVICE } from '../authorization.ts';
import { missingRequiredParameter } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import type { Json } from '../json.ts';
import { type LoggingInput, readLogging } from '../machines/configuration.ts';
import { requireLogDestination } from '../machines/log-destination.ts';
import type { MachineRevision } from '../machines/model.ts';
import { requireUsableRole } from '../machines/role.ts';
import { checkVersionDescription, publish } from '../machines/versions.ts';
import type { StepFunctionsState } from '../state.ts';

interface UpdateStateMachineInput {
  readonly stateMachineArn?: string;
  readonly definition?: string;
  readonly roleArn?: string;
  readonly loggingConfiguration?: LoggingInput;
  readonly tracingConfiguration?: { readonly enabled?: boolean };
  readonly encryptionConfiguration?: Readonly<Record<string, Json>>;
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export const updateStateMachine = defineOperation({
  name: 'UpdateStateMachine',
  authorization: (input) => {
    const resource = textOf(input.stateMachineArn);
    return [
      { action: 'states:UpdateStateMachine', resource },
      ...publishing(input, resource),
      ...passRole(input.roleArn, SERVICE),
    ];
  },
  async run(state: StepFunctionsState, input: UpdateStateMachineInput) {
    const { machines, context } = state;
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    checkChanges(input);
    machines.get(arn);
    const { loggingConfiguration: logging } = input;
    if (logging) await requireLogDestination(context, readLogging(logging));
    // Only now: another change may have come first.
    const machine = machines.get(arn);
    const now = context.clock.now();
    const changed = change(machine.current, input);
    if (input.definition !== undefined) machines.compile(input.definition, machine.current.type);
    requireUsableRole(context, changed);
    const isNew = JSON.stringify(changed) !== JSON.stringify(machine.current);
    const current = isNew
      ? { ...changed, revisionId: context.random.uuid(), updateDate: now }
      : machine.current;
    const updated = { ...machine, current };
    const published = input.publish ? publish(updated, input.versionDescription, now) : undefined;
    machines.put(published?.machine ?? updated);
    return {
      updateDate: new Date(now),
      ...(current.revisionId === undefined ? {} : { revisionId: current.revisionId }),
      ...(published ? { stateMachineVersionArn: published.version.arn } : {}),
    };
  },
});

function checkChanges(input: UpdateStateMachineInput): void {
  const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
  if (!(definition || roleArn || loggingConfiguration || tracingConfiguration || encryptionConfiguration)) {
    throw missingRequiredParameter(
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  checkVersionDescription(input);
}

function change(current: MachineRevision, input: UpdateStateMachineInput): MachineRevision {
  const { loggingConfiguration: logging, tracingConfiguration: tracing } = input;
  return {
    ...current,
    definition: input.definition ?? current.definition,
    roleArn: input.roleArn ?? current.roleArn,
    loggingConfiguration: logging ? readLogging(logging) : current.loggingConfiguration,
    tracingConfiguration: tracing ? { enabled: tracing.enabled ?? false } : current.tracingConfiguration,
    encryptionConfiguration: input.encryptionConfiguration ?? current.encryptionConfiguration,
  };
}
