import type { EmbeddedContext } from '../../core/context.ts';
import { sqsErrors } from '../errors.ts';
import type { Queue } from '../model.ts';
import { createMoveTasks, type MoveTasks } from '../moves/move-tasks.ts';
import { QueueDepths } from './depths.ts';
import { createQueueKeys, type QueueKeys } from './encryption.ts';
import { QueueRuntime } from './queue.ts';

/** The account's queues. */
export interface Queues {
  readonly context: EmbeddedContext;
  readonly keys: QueueKeys;
  readonly moves: MoveTasks;
  find(name: string): Queue | undefined;
  all(): Queue[];
  save(queue: Queue): void;
  remove(name: string): void;
  urlOf(name: string): string;
  arnOf(name: string): string;
  /** The record and the runtime behind a queue's URL. Throws QueueDoesNotExist or MissingParameter. */
  at(url: string | undefined): { queue: Queue; runtime: QueueRuntime };
  byArn(arn: string): QueueRuntime | undefined;
  /** Sends everyone who waits for messages away. */
  release(): void;
}

/** Opens the queues in the context's storage. */
export function createQueues(context: EmbeddedContext): Queues {
  const queues = context.storage.collection<Queue>('sqs/queues');
  const runtimes = new Map<string, QueueRuntime>();
  const depths = new QueueDepths(context);

  function runtime(name: string): QueueRuntime {
    let found = runtimes.get(name);
    if (!found) {
      found = new QueueRuntime(
        context,
        () => {
          const queue = queues.get(name);
          if (!queue) throw sqsErrors.queueDoesNotExist();
          return queue;
        },
        byArn,
        (used) => depths.used(name, used),
      );
      runtimes.set(name, found);
    }
    return found;
  }

  function byArn(arn: string): QueueRuntime | undefined {
    const [, , service, region, account, name = ''] = arn.split(':');
    const ours = service === 'sqs' && region === context.region && account === context.accountId;
    return ours && queues.has(name) ? runtime(name) : undefined;
  }

  return {
    context,
    keys: createQueueKeys(context),
    moves: createMoveTasks(context, byArn),
    byArn,
    find: (name) => queues.get(name),
    all: () => [...queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    save(queue) {
      queues.set(queue.name, queue);
    },
    remove(name) {
      const gone = runtime(name);
      gone.store.clear();
      gone.store.release();
      runtimes.delete(name);
      depths.removed(name);
      queues.delete(name);
    },
    arnOf: (name) => `arn:aws:sqs:${context.region}:${context.accountId}:${name}`,
    urlOf: (name) => `${context.endpoint()}/${context.accountId}/${name}`,
    at(url) {
      if (!url) throw sqsErrors.missingParameter('QueueUrl');
      const [account, name = ''] = url.split('/').slice(-2);
      const queue = queues.get(name);
      if (!queue || (url.includes('/') && account !== context.accountId)) throw sqsErrors.queueDoesNotExist();
      return { queue, runtime: runtime(name) };
    },
    release() {
      depths.stop();
      for (const each of runtimes.values()) each.store.release();
    },
  };
}
