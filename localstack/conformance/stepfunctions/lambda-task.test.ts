import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../testing/backend.ts';
import { machine, only, startWorkflows } from './support.ts';

const workflows = await startWorkflows('lambda');
afterAll(() => workflows[Symbol.asyncDispose]());

const CODE = `
export const handler = async (event) => {
  if (event.fail) throw Object.assign(new Error('no budget left'), { name: 'BudgetError' });
  return { doubled: event.n * 2 };
};`;
const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:double`;

beforeAll(async () => {
  await workflows.aws.client(LambdaClient).send(
    new CreateFunctionCommand({
      FunctionName: 'double',
      Role: `arn:aws:iam::${ACCOUNT}:role/double`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(CODE) }) },
    }),
  );
});

describe('A function as the Resource', () => {
  it('gets the Arguments and answers the result, with events of its own', async () => {
    const ran = await workflows.run(
      only({ Type: 'Task', Resource: FUNCTION, Arguments: { n: '{% $states.input.a %}' } }),
      { a: 4 },
    );
    expect(ran.output).toEqual({ doubled: 8 });
    expect(ran.types.slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it('fails with the type and the text of what it threw', async () => {
    const ran = await workflows.run(only({ Type: 'Task', Resource: FUNCTION, Arguments: { fail: true } }));
    expect(ran.error).toBe('BudgetError');
    expect(JSON.parse(ran.cause as string)).toMatchObject({
      errorType: 'BudgetError',
      errorMessage: 'no budget left',
    });
    expect(ran.types).toContain('LambdaFunctionFailed');
  });
});

describe('lambda:invoke', () => {
  const state = (Payload: unknown) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: FUNCTION, Payload },
  });

  it('answers as Invoke does, with the payload as JSON', async () => {
    const ran = await workflows.run(only(state({ n: 3 })));
    expect(ran.output).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: { doubled: 6 },
    });
  });

  it('sends a payload of JSON text as that JSON', async () => {
    expect((await workflows.run(only(state('{"n": 5}')))).output).toMatchObject({ Payload: { doubled: 10 } });
  });

  it("can be caught by the function's own error", async () => {
    const ran = await workflows.run(
      machine({
        Call: {
          ...state({ fail: true }),
          Catch: [{ ErrorEquals: ['BudgetError'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', Output: 'caught', End: true },
      }),
    );
    expect(ran.output).toBe('caught');
  });

  it('names a function that does not exist', async () => {
    const ran = await workflows.run(only({ ...state({}), Arguments: { FunctionName: 'nobody' } }));
    expect(ran.error).toBe('Lambda.ResourceNotFoundException');
    expect(ran.cause).toMatch(
      /\(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; /,
    );
  });
});
