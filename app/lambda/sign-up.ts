import { randomUUID } from 'node:crypto';
import { createLambdaFunction } from '../observability/lambda-function.ts';
import { createDynamoDb } from '../persistence/dynamodb.ts';
import { openTable } from '../persistence/table.ts';
import { createDirectory } from '../users/directory.ts';
import { type PostConfirmationEvent, signUp } from '../users/sign-up.ts';
import { createUserStore } from '../users/users.store.ts';

const { config, log, traces, handler: handlerOf } = createLambdaFunction('sign-up', process.env);
const users = createUserStore(openTable(traces.watch(createDynamoDb()), config.table, randomUUID));

/** Cognito's post-confirmation trigger; it returns its event. */
export const handler = handlerOf(async (event: PostConfirmationEvent) => {
  await signUp(event, { users, directory: createDirectory(event.userPoolId), now: () => new Date() });
  log.info('signed up', { userName: event.userName });
  return event;
});
