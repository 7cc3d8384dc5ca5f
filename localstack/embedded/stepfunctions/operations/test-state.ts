import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { passRole } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { SERVICE } from '../authorization.ts';
import type { StepFunctionsState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testState = defineOperation({
  name: 'TestState',
  authorization: ({ roleArn, revealSecrets }) => [
    { action: 'states:TestState', resource: '*' },
    ...(revealSecrets === true ? [{ action: 'states:RevealSecrets', resource: '*' }] : []),
    ...passRole(roleArn, SERVICE),
  ],
  async run(state: StepFunctionsState, input: TestStateInput): Promise<TestStateOutput> {
    // Loaded where somebody tests a state.
    const { runTestState } = await import('../test-state/run.ts');
    return runTestState(state, input);
  },
});
