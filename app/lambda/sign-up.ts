import { createLambdaFunction } from '../observability/lambda-function.ts';
import { createDirectory } from '../users/directory.ts';
import { type PostConfirmationEvent, signUp } from '../users/sign-up.ts';
import { createUserStore } from '../users/users.store.ts';
import { openTracedTable } from '../wiring/table.ts';

const { config, log, traces, handler: handlerOf } = createLambdaFunction('sign-up', process.env);
const users = createUserStore(openTracedTable(config.table, traces));

/** Cognito's post-confirmation trigger; it returns its event. */
export const handler = handlerOf(async (event: PostConfirmationEvent) => {
  await signUp(event, { users, directory: createDirectory(event.userPoolId), now: () => new Date() });
  log.info('signed up', { userName: event.userName });
  return event;
});
