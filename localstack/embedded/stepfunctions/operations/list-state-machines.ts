import { page } from '../input.ts';
import type { StepFunctionsRoom } from '../room.ts';

interface Input {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export function listStateMachines(room: StepFunctionsRoom) {
  return (input: Input) => {
    const machines = room.machines.all().sort((a, b) => (a.current.name < b.current.name ? -1 : 1));
    const { page: found, ...rest } = page(machines, input, (machine) => machine.current.arn);
    const stateMachines = found.map(({ current, creationDate }) => ({
      stateMachineArn: current.arn,
      name: current.name,
      type: current.type,
      creationDate: new Date(creationDate),
    }));
    return { stateMachines, ...rest };
  };
}
