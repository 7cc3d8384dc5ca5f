import type { InspectionData, TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { validationException } from '../errors.ts';
import type { Execution } from '../executions/model.ts';
import { readInput } from '../executions/start.ts';
import { atMost, oneOf, required } from '../input.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { StepFunctionsState } from '../state.ts';
import { readContext } from './context.ts';
import { readState } from './definition.ts';
import { checkMock, readMock, requireRunnable } from './mock.ts';
import { Probe } from './probe.ts';
import { StateTests } from './state-tests.ts';

const LEVELS = ['INFO', 'DEBUG', 'TRACE'] as const;

/** Runs one state as TestState asks, and shows what came of it. Throws ValidationException, InvalidDefinition, InvalidExecutionInput and AccessDeniedException. */
export async function runTestState(
  state: StepFunctionsState,
  input: TestStateInput,
): Promise<TestStateOutput> {
  const level = oneOf(input.inspectionLevel ?? 'INFO', 'inspectionLevel', LEVELS);
  const definition = required(input.definition, 'definition');
  atMost(input.stateName, 'stateName', 80);
  checkMock(input);
  const test = readState(definition, input.stateName, input.mock !== undefined);
  const data = readInput(input.input);
  const { stateConfiguration = {}, mock } = input;
  if (!mock) requireRunnable(test.state, input.roleArn);
  const { mapIterationFailureCount: failedIterations } = stateConfiguration;
  const probe = new Probe({
    mock: mock && readMock(mock, test, failedIterations),
    context: input.context === undefined ? undefined : readContext(input.context, test.state),
    variables: input.variables === undefined ? undefined : readVariables(input.variables),
    retries: stateConfiguration.retrierRetryCount,
    failedIterations,
    readItems: readItems(stateConfiguration.mapItemReaderData),
  });
  const execution = await new StateTests(state.context, state.parts).run({
    ...test,
    input: data,
    roleArn: input.roleArn,
    probe,
  });
  return {
    ...outcomeOf(execution, probe),
    ...(level === 'INFO' ? {} : { inspectionData: inspectionOf(data.text, probe) }),
  };
}

function readVariables(text: string): JsonObject {
  const variables = parse(text, 'Variables');
  if (!isObject(variables)) throw validationException('Variables must be a JSON object');
  return variables;
}

function readItems(text: string | undefined): Json[] | undefined {
  if (text === undefined) return undefined;
  const items = parse(text, 'MapItemReaderData');
  return Array.isArray(items) ? items : [items];
}

function parse(text: string, member: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw validationException(`${member} must be valid JSON`);
  }
}

function outcomeOf({ status, output, error, cause }: Execution, probe: Probe): TestStateOutput {
  const [code, explanation] =
    status === 'SUCCEEDED' && probe.error ? [probe.error.error, probe.error.explanation] : [error, cause];
  const shown = {
    ...(code === undefined ? {} : { error: code }),
    ...(explanation === undefined ? {} : { cause: explanation }),
  };
  const next = probe.next === undefined ? {} : { nextState: probe.next };
  if (probe.willRetry) return { status: 'RETRIABLE', ...shown };
  if (status === 'TIMED_OUT') return { status: 'FAILED', error: 'States.Timeout' };
  if (status !== 'SUCCEEDED') return { status: 'FAILED', ...shown };
  const handed = { ...(output ? { output: output.text } : {}), ...next };
  return probe.error ? { status: 'CAUGHT_ERROR', ...shown, ...handed } : { status: 'SUCCEEDED', ...handed };
}

function inspectionOf(input: string, probe: Probe): InspectionData {
  const { data, limits, variables, errorDetails } = probe;
  const steps = [...data].map(([step, value]) => [step, JSON.stringify(value)] as const);
  const hasVariables = Object.keys(variables).length > 0;
  return {
    input,
    ...Object.fromEntries(steps),
    ...Object.fromEntries(limits),
    ...(hasVariables ? { variables: JSON.stringify(variables) } : {}),
    ...(errorDetails ? { errorDetails } : {}),
  };
}
