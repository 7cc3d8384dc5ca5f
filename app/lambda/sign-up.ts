import { loadConfig } from '../config/config.ts';
import { createDynamoDb, openTable } from '../config/dynamodb.ts';
import { createObservability } from '../observability/powertools.ts';
import { createDirectory } from '../users/directory.ts';
import { type PostConfirmationEvent, signUp } from '../users/sign-up.ts';
import { createUserStore } from '../users/users.store.ts';

const config = loadConfig('sign-up', process.env);
const users = createUserStore(openTable(createDynamoDb(), config.table));
const { log, begin } = createObservability(config.stage);

/** Cognito's post-confirmation trigger; it wants its event back. */
export const handler = async (event: PostConfirmationEvent, context: { awsRequestId: string }) => {
  begin(context.awsRequestId);
  await signUp(event, { users, directory: createDirectory(event.userPoolId), now: () => new Date() });
  log.info('signed up', { userName: event.userName });
  return event;
};
