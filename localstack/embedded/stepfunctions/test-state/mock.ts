import type { MockInput, TestStateInput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../core/errors.ts';
import type { State } from '../definition/model.ts';
import { validationException } from '../errors.ts';
import { StateError } from '../executions/errors.ts';
import { isObject, type Json } from '../json.ts';
import type { StateUnderTest } from './definition.ts';
import { checkShape } from './mock-shape.ts';

/** Checks of a test that need no definition. Throws ValidationException. */
export function checkMock({ mock, revealSecrets, context, stateConfiguration }: TestStateInput): void {
  if (!mock) {
    if (stateConfiguration?.mapIterationFailureCount !== undefined) {
      throw validationException(
        'TestState does not support MapIterationFailureCount when a mock is not specified.',
      );
    }
    if (context !== undefined) {
      throw validationException('TestState does not support Context when a mock is not specified.');
    }
    return;
  }
  if (revealSecrets) {
    throw validationException('TestState does not support RevealSecrets when a mock is specified.');
  }
  if ((mock.result === undefined) === (mock.errorOutput === undefined)) {
    throw validationException(
      'A test mock should have only one of the following fields: [result, errorOutput].',
    );
  }
}

/** What a state may not do when nothing stands for what it calls. Throws InvalidDefinition or ValidationException. */
export function requireRunnable(state: State, roleArn: string | undefined): void {
  if (state.type === 'Map' || state.type === 'Parallel') {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (state.type !== 'Task') return;
  const { kind, pattern } = state.resource;
  const refused =
    kind === 'activity' ? 'Activity tasks' : pattern === 'requestResponse' ? undefined : `.${pattern}`;
  if (refused !== undefined) {
    throw new AwsError(
      'InvalidDefinition',
      `TestState API does not support ${refused} when a mock is not specified`,
    );
  }
  if (roleArn === undefined) throw validationException('RoleArn must be specified when testing a Task state');
}

/**
 * Reads a mock: answers what stands for the state's work, which throws StateError where an error is mocked.
 * @throws ValidationException where the mock does not suit the state
 */
export function readMock(mock: MockInput, test: StateUnderTest, failedIterations = 0): () => Json {
  const { state } = test;
  if (state.type !== 'Task' && state.type !== 'Map' && state.type !== 'Parallel') {
    throw validationException(`State type '${state.type}' is not supported when a mock is specified`);
  }
  const { errorOutput } = mock;
  if (errorOutput) {
    return () => {
      throw new StateError(errorOutput.error, errorOutput.cause);
    };
  }
  const result = parseResult(mock.result ?? '');
  checkResult(result, test, mock.fieldValidationMode ?? 'STRICT');
  if (Array.isArray(result) && failedIterations > result.length) {
    throw validationException(
      'Map iteration failure count must be less than or equal to the number of Map iterations',
    );
  }
  return () => result;
}

function parseResult(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw validationException('Mocked result must be valid JSON');
  }
}

function checkResult(result: Json, { state, written }: StateUnderTest, mode: string): void {
  if (state.type === 'Map' && written.ResultWriter !== undefined) {
    if (!isObject(result)) throw validationException('Mocked result must be a JSON object.');
    return;
  }
  if (state.type === 'Map' || state.type === 'Parallel') {
    if (!Array.isArray(result)) throw validationException('Mocked result must be an array.');
    if (state.type === 'Parallel' && result.length !== state.branches.length) {
      throw validationException(
        'Mocked result must contain the same number of items as number of Parallel branches.',
      );
    }
    return;
  }
  if (state.type !== 'Task' || mode === 'NONE') return;
  const { resource } = state;
  // Whoever holds a token answers what he likes, and `.sync` answers with what was started, not with the call's answer.
  if (!('service' in resource) || resource.pattern !== 'requestResponse') return;
  checkShape(result, resource, mode === 'STRICT');
}
