import { executionDoesNotExist } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import type { Execution } from './model.ts';

/** The input of operations on one execution. */
export interface ExecutionInput {
  readonly executionArn?: string;
}

/** The execution that a call names: a Standard one. Throws ExecutionDoesNotExist or InvalidArn. */
export function executionOf(state: StepFunctionsState, input: ExecutionInput): Execution {
  const arn = required(input.executionArn, 'executionArn');
  checkArn(arn, 'execution');
  const execution = state.executions.find(arn);
  if (!execution) throw executionDoesNotExist(arn);
  return execution;
}
