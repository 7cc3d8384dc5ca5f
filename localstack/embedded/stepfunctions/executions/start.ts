import { invalidInput } from '../errors.ts';
import { checkArn, checkName, required } from '../input.ts';
import { type Datum, exceedsDataLimit, parseDatum } from '../json.ts';
import type { Target } from '../machines/store.ts';
import type { StepFunctionsState } from '../state.ts';
import type { Execution } from './model.ts';
import { notBegun } from './not-begun.ts';

/** Input of StartExecution and StartSyncExecution. */
export interface StartExecutionInput {
  readonly stateMachineArn?: string;
  readonly name?: string;
  readonly input?: string;
  readonly traceHeader?: string;
}

/** What a call starts, and the input it starts it with. Throws InvalidArn, InvalidName, InvalidExecutionInput or StateMachineDoesNotExist. */
export function readStart(
  state: StepFunctionsState,
  input: StartExecutionInput,
): { target: Target; data: Datum } {
  const arn = required(input.stateMachineArn, 'stateMachineArn');
  checkArn(arn, 'stateMachine');
  if (input.name !== undefined) checkName(input.name);
  const data = readInput(input.input);
  return { target: state.machines.resolve(arn), data };
}

/** An input as it is sent; default: an empty object. Throws InvalidExecutionInput. */
export function readInput(text = '{}'): Datum {
  if (exceedsDataLimit(text)) throw invalidInput('The input is longer than 262144 bytes');
  if (text.trim() === '') throw invalidInput('Invalid execution input.');
  return parseDatum(text, invalidInput);
}

/** Remembers a new execution and runs it until it first waits. */
export function beginExecution(
  state: StepFunctionsState,
  { revision, version, alias }: Target,
  arn: string,
  name: string,
  input: Datum,
  traceHeader: string | undefined,
): Execution {
  const execution: Execution = {
    arn,
    name,
    revision,
    machine: state.machines.compile(revision.definition, revision.type),
    versionArn: version?.arn,
    aliasArn: alias?.arn,
    input,
    startDate: state.context.clock.now(),
    traceHeader,
    ...notBegun(),
  };
  state.executions.add(execution);
  state.interpreter.start(execution);
  return execution;
}
