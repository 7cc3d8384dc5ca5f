import { randomUUID } from 'node:crypto';
import { loadConfig } from '../config/config.ts';
import { createObservability } from '../observability/powertools.ts';
import { createDynamoDb } from '../persistence/dynamodb.ts';
import { openTable } from '../persistence/table.ts';
import { createDirectory } from '../users/directory.ts';
import { type PostConfirmationEvent, signUp } from '../users/sign-up.ts';
import { createUserStore } from '../users/users.store.ts';

const config = loadConfig('sign-up', process.env);
const { log, traces, begin, flush } = createObservability(config.stage, process.env.AWS_XRAY_DAEMON_ADDRESS);
const users = createUserStore(openTable(traces.watch(createDynamoDb()), config.table, randomUUID));

/** Cognito's post-confirmation trigger; it wants its event back. */
export const handler = async (event: PostConfirmationEvent, context: { awsRequestId: string }) => {
  begin(context.awsRequestId, process.env._X_AMZN_TRACE_ID);
  try {
    await signUp(event, { users, directory: createDirectory(event.userPoolId), now: () => new Date() });
    log.info('signed up', { userName: event.userName });
    return event;
  } finally {
    flush();
  }
};
