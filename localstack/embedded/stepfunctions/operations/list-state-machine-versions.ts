import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { checkArn, page, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface ListStateMachineVersionsInput {
  readonly stateMachineArn?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export const listStateMachineVersions = defineOperation({
  name: 'ListStateMachineVersions',
  authorization: onArn('ListStateMachineVersions', 'stateMachineArn'),
  run(state: StepFunctionsState, input: ListStateMachineVersionsInput) {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const newestFirst = [...(state.machines.find(arn)?.versions ?? [])].reverse();
    const { page: found, ...rest } = page(newestFirst, input, (version) => version.arn);
    const stateMachineVersions = found.map((version) => ({
      stateMachineVersionArn: version.arn,
      creationDate: new Date(version.creationDate),
    }));
    return { stateMachineVersions, ...rest };
  },
});
