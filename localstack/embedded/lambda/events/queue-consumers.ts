import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import type { Invocations } from '../execution/invocations.ts';
import type { FunctionStore } from '../functions/store.ts';
import type { EventSourceMapping } from '../model.ts';
import { queueUrl } from './async-invocations.ts';
import type { Consumers } from './consumers.ts';
import { messageFilter } from './event-filter.ts';
import { failedMessages, type QueueMessage, queueEvent } from './queue-event.ts';

/** SQS's longest long poll, in seconds. */
const WAIT_SECONDS = 20;
/** SQS's largest batch of one call. */
const MAX_RECEIVE = 10;
/** Batches of one mapping under way at once, where ScalingConfig does not say: what Lambda starts with. */
const CONCURRENT_BATCHES = 5;
/** Milliseconds before a queue that could not be read is read again. */
const RETRY_AFTER = 5_000;

/** The consumer of one mapping: a long poll that costs nothing while the queue is empty. */
interface Consumer {
  readonly mapping: EventSourceMapping;
  /** Whether a message of that body is for the function; undefined where all are. */
  readonly accepts: ((body: string) => boolean) | undefined;
  stopped: boolean;
  batches: number;
  resume: (() => void) | undefined;
  readonly underWay: Set<Promise<void>>;
}

/** Reads queues for the functions that are mapped to them. */
export function createQueueConsumers(
  context: EmbeddedContext,
  functions: FunctionStore,
  invocations: Invocations,
): Consumers {
  const { clock } = context;
  const consumers = new Map<string, Consumer>();

  function principalOf(mapping: EventSourceMapping): Principal {
    const { configuration } = functions.resolve(mapping.FunctionArn);
    return context.credentials.assumeRole(configuration.Role, configuration.FunctionName).principal;
  }

  async function receive(
    consumer: Consumer,
    count: number,
    wait: number,
    principal: Principal,
  ): Promise<QueueMessage[]> {
    const input = {
      QueueUrl: queueUrl(context, consumer.mapping.EventSourceArn),
      MaxNumberOfMessages: Math.min(MAX_RECEIVE, count),
      WaitTimeSeconds: wait,
      AttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    };
    const { Messages } = await context.call<{ Messages?: QueueMessage[] }>(
      'sqs',
      'ReceiveMessage',
      input,
      principal,
    );
    return Messages ?? [];
  }

  /** A batch as large as asked for, or what has come when the batching window ends. */
  async function gather(consumer: Consumer, principal: Principal): Promise<QueueMessage[]> {
    const { BatchSize, MaximumBatchingWindowInSeconds } = consumer.mapping;
    const batch = await receive(consumer, BatchSize, WAIT_SECONDS, principal);
    if (batch.length === 0) return batch;
    const closesAt = clock.now() + MaximumBatchingWindowInSeconds * 1000;
    while (batch.length < BatchSize && !consumer.stopped) {
      const wait = Math.min(WAIT_SECONDS, Math.max(0, Math.floor((closesAt - clock.now()) / 1000)));
      const more = await receive(consumer, BatchSize - batch.length, wait, principal);
      if (more.length === 0 && clock.now() >= closesAt) break;
      batch.push(...more);
    }
    return batch;
  }

  /** What the mapping's filters let through; the rest is removed, as nobody else would take it. */
  async function filtered(
    { mapping, accepts }: Consumer,
    batch: QueueMessage[],
    principal: Principal,
  ): Promise<QueueMessage[]> {
    if (!accepts) return batch;
    const wanted = batch.filter(({ Body }) => accepts(Body));
    const others = batch.filter((message) => !wanted.includes(message));
    await remove(mapping, others, principal);
    return wanted;
  }

  async function consume(consumer: Consumer): Promise<void> {
    const limit = consumer.mapping.ScalingConfig?.MaximumConcurrency ?? CONCURRENT_BATCHES;
    while (!consumer.stopped) {
      try {
        const principal = principalOf(consumer.mapping);
        const gathered = await gather(consumer, principal);
        if (gathered.length === 0) continue;
        if (consumer.stopped) return await giveBack(consumer.mapping, gathered);
        const batch = await filtered(consumer, gathered, principal);
        if (batch.length === 0) continue;
        consumer.batches++;
        const work = handle(consumer, batch, principal).finally(() => {
          consumer.underWay.delete(work);
          consumer.batches--;
          consumer.resume?.();
        });
        consumer.underWay.add(work);
        clock.background(() => work, `A batch of ${consumer.mapping.EventSourceArn}`);
        while (consumer.batches >= limit && !consumer.stopped) await pause(consumer);
      } catch (error) {
        if (consumer.stopped) break;
        context.log(`${consumer.mapping.EventSourceArn} cannot be read: ${(error as Error).message}`);
        clock.after(
          RETRY_AFTER,
          () => consumer.resume?.(),
          `The reader of ${consumer.mapping.EventSourceArn}`,
        );
        await pause(consumer);
      }
    }
  }

  /** What a poll brings that was under way when its consumer was stopped is for whoever reads next, at once. */
  async function giveBack(mapping: EventSourceMapping, batch: readonly QueueMessage[]): Promise<void> {
    const QueueUrl = queueUrl(context, mapping.EventSourceArn);
    for (const { ReceiptHandle } of batch) {
      const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      // Lambda's own doing: the function's role needs no permission for it.
      await context.call('sqs', 'ChangeMessageVisibility', input, context.root);
    }
  }

  function pause(consumer: Consumer): Promise<void> {
    return new Promise((resolve) => {
      consumer.resume = () => {
        consumer.resume = undefined;
        resolve();
      };
    });
  }

  async function handle(consumer: Consumer, batch: QueueMessage[], principal: Principal): Promise<void> {
    const { mapping } = consumer;
    try {
      const { record, configuration } = functions.resolve(mapping.FunctionArn);
      const result = await invocations.run({
        record,
        configuration,
        functionArn: mapping.FunctionArn,
        requestId: context.random.uuid(),
        payload: JSON.stringify(queueEvent(batch, mapping.EventSourceArn, context.region)),
      });
      if (result.failed) return;
      const failed = mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures')
        ? failedMessages(result.payload, batch)
        : new Set<string>();
      await remove(
        mapping,
        batch.filter(({ MessageId }) => !failed.has(MessageId)),
        principal,
      );
    } catch (error) {
      context.log(`${mapping.FunctionArn} did not take a batch: ${(error as Error).message}`);
    }
  }

  async function remove(
    mapping: EventSourceMapping,
    messages: QueueMessage[],
    principal: Principal,
  ): Promise<void> {
    const QueueUrl = queueUrl(context, mapping.EventSourceArn);
    for (let start = 0; start < messages.length; start += MAX_RECEIVE) {
      const Entries = messages
        .slice(start, start + MAX_RECEIVE)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await context.call('sqs', 'DeleteMessageBatch', { QueueUrl, Entries }, principal);
    }
  }

  async function stopOne(uuid: string): Promise<void> {
    const consumer = consumers.get(uuid);
    if (!consumer) return;
    consumers.delete(uuid);
    consumer.stopped = true;
    consumer.resume?.();
    await Promise.allSettled(consumer.underWay);
  }

  return {
    apply(mapping) {
      clock.background(() => stopOne(mapping.UUID), `Ending the mapping ${mapping.UUID}`);
      if (mapping.State !== 'Enabled') return;
      const consumer: Consumer = {
        mapping,
        accepts: messageFilter(mapping.FilterCriteria),
        stopped: false,
        batches: 0,
        resume: undefined,
        underWay: new Set(),
      };
      consumers.set(mapping.UUID, consumer);
      // It runs as long as the mapping does, so the clock must not wait for it.
      consume(consumer).catch((error: unknown) =>
        context.unexpected.report(error, `Reading ${mapping.EventSourceArn} for ${mapping.FunctionArn}`),
      );
    },
    async stop(uuid) {
      await Promise.all(uuid === undefined ? [...consumers.keys()].map(stopOne) : [stopOne(uuid)]);
    },
  };
}
