import { AwsError } from '../core/errors.ts';
import type { CallStore } from './database.ts';
import { type ActionName, actionOf, validated } from './dynalite.ts';
import { dynamoDbErrors } from './errors.ts';
import type { Input, Output } from './model.ts';

/** The input checked and prepared by dynalite's rules. Throws {@link AwsError}, e.g. ValidationException. */
export function check(
  name: ActionName | 'createTable',
  input: Input,
  store: CallStore,
): Record<string, unknown> {
  try {
    const data = validated(name, input, store);
    // Capacity is counted by the store, not by the actions.
    delete data.ReturnConsumedCapacity;
    return data;
  } catch (error) {
    throw asAwsError(error);
  }
}

/** Runs an action that reads and writes in one step: it has finished when this returns. Throws {@link AwsError}. */
export function runAtOnce(name: ActionName, data: Record<string, unknown>, store: CallStore): Output {
  let outcome: { error?: unknown; result?: unknown } | undefined;
  actionOf(name)(store, data, (error, result) => {
    outcome = error ? { error } : { result };
  });
  if (!outcome) throw new Error(`dynalite's ${name} did not finish at once`);
  if (outcome.error) throw asAwsError(outcome.error);
  return outcome.result as Output;
}

/** Runs an action that reads a range of keys. Throws {@link AwsError}. */
export function runRead(
  name: 'query' | 'scan',
  data: Record<string, unknown>,
  store: CallStore,
): Promise<Output> {
  return new Promise((resolve, reject) => {
    actionOf(name)(store, data, (error, result) => {
      if (error) reject(asAwsError(error));
      else resolve(result as Output);
    });
  });
}

/** dynalite's error as ours; what is no AWS error stays what it is, and is answered as a failure of ours. */
export function asAwsError(error: unknown): unknown {
  if (error instanceof AwsError || !(error instanceof Error) || !('body' in error)) return error;
  const body = error.body as { __type?: string; message?: string; Message?: string };
  const code = body.__type?.split('#').at(-1);
  if (!code) return error;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 400;
  return new AwsError(code, body.message ?? body.Message ?? '', status);
}

/** The table that an operation names, by name or by ARN. Throws ValidationException. */
export function tableNameOf(input: Input): string {
  const { TableName: nameOrArn } = input;
  if (typeof nameOrArn !== 'string') {
    throw dynamoDbErrors.validation(
      "The parameter 'TableName' is required but was not present in the request",
    );
  }
  const name = nameOrArn.startsWith('arn:') ? (nameOrArn.split('/')[1] ?? '') : nameOrArn;
  if (name.length >= 3 && name.length <= 255 && /^[a-zA-Z0-9_.-]+$/.test(name)) return name;
  throw dynamoDbErrors.validation(
    `Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'`,
  );
}
