import { executionAlreadyExists, invalidInput, stateMachineTypeNotSupported } from '../errors.ts';
import type { Execution } from '../executions/model.ts';
import { checkArn, checkName, required } from '../input.ts';
import { Datum, exceedsDataLimit, type Json } from '../json.ts';
import type { Target } from '../machines/store.ts';
import { arnOf, type StepFunctionsRoom } from '../room.ts';

interface Input {
  readonly stateMachineArn?: string;
  readonly name?: string;
  readonly input?: string;
  readonly traceHeader?: string;
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 *
 * Starting a Standard execution again with its name and input, while it runs, answers the one that runs.
 */
export function startExecution(room: StepFunctionsRoom) {
  return (input: Input) => {
    const { target, data } = read(room, input);
    const name = input.name ?? room.context.random.uuid();
    const isExpress = target.revision.type === 'EXPRESS';
    const arn = isExpress
      ? arnOf(room.context, 'express', target.revision.name, name, room.context.random.uuid())
      : arnOf(room.context, 'execution', target.revision.name, name);
    const existing = room.executions.find(arn);
    if (existing) {
      if (!existing.root || existing.input.text !== data.text) throw executionAlreadyExists(arn);
      return { executionArn: arn, startDate: new Date(existing.startDate) };
    }
    const execution = begin(room, target, arn, name, data, input.traceHeader);
    return { executionArn: arn, startDate: new Date(execution.startDate) };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export function startSyncExecution(room: StepFunctionsRoom) {
  return async (input: Input) => {
    const { target, data } = read(room, input);
    if (target.revision.type !== 'EXPRESS') throw stateMachineTypeNotSupported();
    const name = input.name ?? room.context.random.uuid();
    const arn = arnOf(room.context, 'express', target.revision.name, name, room.context.random.uuid());
    const started = begin(room, target, arn, name, data, input.traceHeader);
    const execution = await new Promise<Execution>((resolve) => {
      room.whenClosed(started, resolve);
    });
    const duration = (execution.stopDate ?? execution.startDate) - execution.startDate;
    return {
      executionArn: arn,
      stateMachineArn: target.revision.arn,
      name,
      startDate: new Date(execution.startDate),
      stopDate: new Date(execution.stopDate ?? execution.startDate),
      status: execution.status,
      input: data.text,
      inputDetails: { included: true },
      ...(execution.output ? { output: execution.output.text, outputDetails: { included: true } } : {}),
      ...(execution.error === undefined ? {} : { error: execution.error }),
      ...(execution.cause === undefined ? {} : { cause: execution.cause }),
      // AWS bills by 100 ms and 64 MB.
      billingDetails: {
        billedMemoryUsedInMB: 64,
        billedDurationInMilliseconds: Math.max(1, Math.ceil(duration / 100)) * 100,
      },
    };
  };
}

function read(room: StepFunctionsRoom, input: Input): { target: Target; data: Datum } {
  const arn = required(input.stateMachineArn, 'stateMachineArn');
  checkArn(arn, 'stateMachine');
  if (input.name !== undefined) checkName(input.name);
  const text = input.input ?? '{}';
  if (exceedsDataLimit(text)) throw invalidInput('The input is longer than 262144 bytes');
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidInput((error as Error).message);
  }
  return { target: room.machines.resolve(arn), data: new Datum(value, text) };
}

function begin(
  room: StepFunctionsRoom,
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
    machine: room.machines.compile(revision.definition, revision.type),
    versionArn: version?.arn,
    aliasArn: alias?.arn,
    input,
    startDate: room.context.clock.now(),
    traceHeader,
    status: 'RUNNING',
    stopDate: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    events: [],
    root: undefined,
    timeout: undefined,
  };
  room.executions.add(execution);
  room.interpreter.start(execution);
  return execution;
}
