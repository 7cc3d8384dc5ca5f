import { checkArn, required } from '../input.ts';
import { describeRevision } from '../machines/configuration.ts';
import type { StepFunctionsRoom } from '../room.ts';

interface Input {
  readonly stateMachineArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export function describeStateMachine(room: StepFunctionsRoom) {
  return (input: Input) => {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const { stateMachine, revision, version } = room.machines.resolve(arn);
    return {
      ...describeRevision(revision),
      stateMachineArn: version?.arn ?? revision.arn,
      type: revision.type,
      status: 'ACTIVE',
      creationDate: new Date(version?.creationDate ?? stateMachine.creationDate),
      ...(version?.description === undefined ? {} : { description: version.description }),
    };
  };
}
