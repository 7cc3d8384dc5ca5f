import type { EmbeddedAws } from '../../../embedded/index.ts';
import type { Resource } from './cases.ts';

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

/** Someone outside who answers the task tokens that arrive in a queue, as a recording's words say. */
export async function consume(aws: EmbeddedAws, resources: readonly Resource[]): Promise<void> {
  const consumer = resources.find((resource) => resource.kind === 'task-token-consumer');
  const queue = resources.find((resource) => resource.kind === 'sqs-queue');
  if (!consumer?.behaviour || !queue?.url) return;
  const received = await call(aws, 'sqs', 'ReceiveMessage', { QueueUrl: queue.url, MaxNumberOfMessages: 10 });
  for (const message of (received.Messages ?? []) as Message[]) {
    await call(aws, 'sqs', 'DeleteMessage', { QueueUrl: queue.url, ReceiptHandle: message.ReceiptHandle });
    await answer(aws, consumer.behaviour, JSON.parse(message.Body) as Record<string, unknown>);
  }
}

async function answer(aws: EmbeddedAws, behaviour: string, body: Record<string, unknown>): Promise<void> {
  const taskToken = body.TaskToken;
  if (behaviour.includes('waits 5 seconds, calls SendTaskHeartbeat')) {
    await aws.context.clock.advance(5000);
    await call(aws, 'sfn', 'SendTaskHeartbeat', { taskToken });
  }
  const [, error, cause] =
    /calls SendTaskFailure .* error = '([^']*)', cause = '([^']*)'/.exec(behaviour) ?? [];
  if (error === undefined) {
    await call(aws, 'sfn', 'SendTaskSuccess', { taskToken, output: JSON.stringify(body.Message) });
  } else await call(aws, 'sfn', 'SendTaskFailure', { taskToken, error, cause });
}

function call(
  aws: EmbeddedAws,
  service: string,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  return aws.context.call(service, operation, input, aws.context.root);
}
