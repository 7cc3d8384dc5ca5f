import { CreateFunctionCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { uniqueName } from './unique-name.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/functions';

/** A deployment package with one file, by default `index.mjs`. */
export function packageOf(source: string, file = 'index.mjs'): Uint8Array {
  return zipSync({ [file]: strToU8(source) });
}

/** Creates a function out of a module's source (it exports `handler`), and returns its name. */
export async function aFunction(
  lambda: LambdaClient,
  source: string,
  settings: Partial<ConstructorParameters<typeof CreateFunctionCommand>[0]> = {},
): Promise<string> {
  const FunctionName = uniqueName('function');
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Timeout: 10,
      Code: { ZipFile: packageOf(source) },
      ...settings,
    }),
  );
  return FunctionName;
}

/** What a function answered. */
export interface Answer {
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly payload: unknown;
  readonly log: string;
}

/** Invokes a function and waits for what it answers. */
export async function invoke(
  lambda: LambdaClient,
  FunctionName: string,
  event: unknown = {},
): Promise<Answer> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: strToU8(JSON.stringify(event)), LogType: 'Tail' }),
  );
  return {
    status: answer.StatusCode,
    error: answer.FunctionError,
    payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
  };
}
