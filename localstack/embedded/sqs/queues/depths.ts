import type { EmbeddedContext } from '../../core/context.ts';
import { createServiceMetrics, type ServiceMetrics } from '../../core/service-metrics.ts';
import type { QueueRuntime } from './queue.ts';

const MINUTE = 60_000;

/**
 * Reports to CloudWatch each minute how much waits in the queues and for how long, as long as something does
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 * A queue that has become empty reports so once and is silent then, so that an idle AWS has no timers.
 */
export class QueueDepths {
  readonly #context: EmbeddedContext;
  readonly #metrics: ServiceMetrics;
  readonly #active = new Map<string, QueueRuntime>();
  #scheduled = false;

  constructor(context: EmbeddedContext) {
    this.#context = context;
    this.#metrics = createServiceMetrics(context, 'AWS/SQS', 'sqs.amazonaws.com');
  }

  /** Called for each message that is put into a queue. */
  used(name: string, queue: QueueRuntime): void {
    this.#active.set(name, queue);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const now = this.#context.clock.now();
    this.#context.clock.after(
      MINUTE - (now % MINUTE),
      () => this.#sample(this.#context.clock.now()),
      'Measuring queues',
    );
  }

  removed(name: string): void {
    this.#active.delete(name);
  }

  stop(): void {
    this.#metrics.stop();
  }

  #sample(now: number): void {
    this.#scheduled = false;
    for (const [QueueName, queue] of [...this.#active]) {
      queue.expire();
      const { ready, delayed, inFlight } = queue.store.counts();
      const [oldest] = queue.store.all();
      const gauge = (metric: string, value: number, unit = 'Count') =>
        this.#metrics.add(QueueName, metric, value, unit, () => ({ QueueName }));
      gauge('ApproximateNumberOfMessagesVisible', ready);
      gauge('ApproximateNumberOfMessagesNotVisible', inFlight);
      gauge('ApproximateNumberOfMessagesDelayed', delayed);
      const age = oldest ? Math.floor((now - oldest.sentAt) / 1000) : 0;
      gauge('ApproximateAgeOfOldestMessage', age, 'Seconds');
      if (oldest) this.used(QueueName, queue);
      else this.#active.delete(QueueName);
    }
  }
}
