import type { InspectionData, TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { passRole } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { SERVICE } from '../authorization.ts';
import { validationException } from '../errors.ts';
import type { Execution } from '../executions/model.ts';
import { readInput } from '../executions/start.ts';
import { atMost, oneOf, required } from '../input.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { StepFunctionsState } from '../state.ts';
import { readContext } from '../test-state/context.ts';
import { readState } from '../test-state/definition.ts';
import { checkMock, readMock, requireRunnable } from '../test-state/mock.ts';
import { Probe } from '../test-state/probe.ts';

const LEVELS = ['INFO', 'DEBUG', 'TRACE'] as const;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testState = defineOperation({
  name: 'TestState',
  authorization: ({ roleArn, revealSecrets }) => [
    { action: 'states:TestState', resource: '*' },
    ...(revealSecrets === true ? [{ action: 'states:RevealSecrets', resource: '*' }] : []),
    ...passRole(roleArn, SERVICE),
  ],
  async run(state: StepFunctionsState, input: TestStateInput): Promise<TestStateOutput> {
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
    const execution = await state.tests.run({ ...test, input: data, roleArn: input.roleArn, probe });
    return {
      ...outcomeOf(execution, probe),
      ...(level === 'INFO' ? {} : { inspectionData: inspectionOf(data.text, probe) }),
    };
  },
});

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
