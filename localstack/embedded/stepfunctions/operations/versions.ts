import { conflict } from '../errors.ts';
import { checkArn, page, required } from '../input.ts';
import { publish } from '../machines/versions.ts';
import type { StepFunctionsRoom } from '../room.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export function publishStateMachineVersion(room: StepFunctionsRoom) {
  return (input: {
    readonly stateMachineArn?: string;
    readonly revisionId?: string;
    readonly description?: string;
  }) => {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const machine = room.machines.get(arn);
    const revisionId = machine.current.revisionId ?? 'INITIAL';
    if (input.revisionId !== undefined && input.revisionId !== revisionId) {
      throw conflict(`Failed to publish the State Machine version for revision ${input.revisionId}.`);
    }
    const published = publish(machine, input.description, room.context.clock.now());
    room.machines.put(published.machine);
    const { version } = published;
    return { stateMachineVersionArn: version.arn, creationDate: new Date(version.creationDate) };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export function listStateMachineVersions(room: StepFunctionsRoom) {
  return (input: {
    readonly stateMachineArn?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
  }) => {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const newestFirst = [...(room.machines.find(arn)?.versions ?? [])].reverse();
    const { page: found, ...rest } = page(newestFirst, input, (version) => version.arn);
    const stateMachineVersions = found.map((version) => ({
      stateMachineVersionArn: version.arn,
      creationDate: new Date(version.creationDate),
    }));
    return { stateMachineVersions, ...rest };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html */
export function deleteStateMachineVersion(room: StepFunctionsRoom) {
  return (input: { readonly stateMachineVersionArn?: string }) => {
    const arn = required(input.stateMachineVersionArn, 'stateMachineVersionArn');
    checkArn(arn, 'stateMachine');
    const machine = room.machines.ownerOf(arn);
    if (!machine) return {};
    const referring = machine.aliases.filter((alias) =>
      alias.routingConfiguration.some((route) => route.stateMachineVersionArn === arn),
    );
    if (referring.length > 0) {
      const names = referring.map((alias) => alias.name).join(', ');
      throw conflict(
        'Version to be deleted must not be referenced by an alias. ' +
          `Current list of aliases referencing this version: [${names}]`,
      );
    }
    room.machines.put({ ...machine, versions: machine.versions.filter((version) => version.arn !== arn) });
    return {};
  };
}
