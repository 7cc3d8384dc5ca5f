import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { checkArn, page, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface ListStateMachineAliasesInput {
  readonly stateMachineArn?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export const listStateMachineAliases = defineOperation({
  name: 'ListStateMachineAliases',
  authorization: onArn('ListStateMachineAliases', 'stateMachineArn'),
  run(state: StepFunctionsState, input: ListStateMachineAliasesInput) {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const machine = state.machines.find(arn) ?? state.machines.ownerOf(arn);
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
  },
});
