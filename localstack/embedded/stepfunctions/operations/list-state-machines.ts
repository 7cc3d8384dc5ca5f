import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { page } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface ListStateMachinesInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines = defineOperation({
  name: 'ListStateMachines',
  authorization: onAll('ListStateMachines'),
  run(state: StepFunctionsState, input: ListStateMachinesInput) {
    const machines = state.machines.all().sort((a, b) => (a.current.name < b.current.name ? -1 : 1));
    const { page: found, ...rest } = page(machines, input, (machine) => machine.current.arn);
    const stateMachines = found.map(({ current, creationDate }) => ({
      stateMachineArn: current.arn,
      name: current.name,
      type: current.type,
      creationDate: new Date(creationDate),
    }));
    return { stateMachines, ...rest };
  },
});
