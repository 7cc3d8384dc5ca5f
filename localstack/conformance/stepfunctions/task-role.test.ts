import { afterAll, expect, test } from 'vitest';
import { createClock, standingTime } from '../../embedded/clock/clock.ts';
import type { Principal } from '../../embedded/core/service.ts';
import { createEmbeddedAws } from '../../embedded/index.ts';
import { only, ROLE, START } from './support.ts';

const callers: Principal[] = [];
const aws = await createEmbeddedAws({
  services: ['sfn', 'dynamodb'],
  clock: createClock(standingTime(START)),
  hooks: {
    observe: ({ operation, principal }) => {
      if (operation === 'GetItem') callers.push(principal);
    },
  },
});
afterAll(() => aws.stop());
const { context } = aws;
const call = (operation: string, input: object) => context.call('sfn', operation, input, context.root);

const OTHER = 'arn:aws:iam::000000000000:role/team/auditor';

test.for([
  { name: "the machine's role", credentials: {}, roleArn: ROLE, role: 'workflow' },
  {
    name: 'the role of Credentials, which an expression may choose',
    credentials: { Credentials: { RoleArn: '{% $states.input.role %}' } },
    roleArn: OTHER,
    role: 'auditor',
  },
])('A task calls as $name', async ({ credentials, roleArn, role }) => {
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
    Arguments: { TableName: 'nothing', Key: { id: { S: '1' } } },
    ...credentials,
  };
  const definition = JSON.stringify(only(state));
  const { stateMachineArn } = await call('CreateStateMachine', { name: role, roleArn: ROLE, definition });
  const input = JSON.stringify({ role: OTHER });
  const { executionArn } = await call('StartExecution', { stateMachineArn, name: 'run-1', input });
  await context.clock.advance(0);
  const arn = `arn:aws:sts::000000000000:assumed-role/${role}/run-1`;
  expect(callers.at(-1)).toEqual({ arn, accountId: '000000000000', roleArn });
  const { events } = await call('GetExecutionHistory', { executionArn });
  const scheduled = (events as { type: string; taskScheduledEventDetails?: object }[])[2];
  const shown = 'Credentials' in credentials ? { taskCredentials: { roleArn } } : {};
  expect(scheduled?.taskScheduledEventDetails).toMatchObject({ resource: 'getItem', ...shown });
});
