import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';

/** Where an event goes. */
export interface Destination {
  readonly kind: 'queue' | 'lambda';
  readonly arn: string;
}

/** An event on its way to one destination. */
export interface PendingEvent {
  readonly bucket: string;
  readonly to: Destination;
  /** e.g. `ObjectCreated:Put of uploads/1`, for whoever reads the log. */
  readonly what: string;
  /** The message. */
  readonly body: object;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
}

/**
 * Sends events to destinations until they have taken them: S3 delivers at least once
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html).
 */
export interface EventDeliveries {
  /** Keeps the event, over a restart too, until it is delivered or given up. Who caused it does not wait. */
  send(event: Omit<PendingEvent, 'acceptedAt'>): void;
  /** Delivers once and throws what the destination refused it by. */
  deliver(event: Pick<PendingEvent, 'bucket' | 'to' | 'body'>): Promise<void>;
  /** Goes on with what an earlier process left. */
  resume(): void;
  /** No further attempts; resolves once those under way have ended. */
  stop(): Promise<void>;
}

/** Pauses between attempts, in emulated milliseconds; AWS does not document its own. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 5 * 60_000;
/** After so long an event is given up: what EventBridge waits for its targets, and S3's own figure is not documented. */
const GIVEN_UP_AFTER = 24 * 60 * 60_000;

/** Creates the deliveries, which keep what is pending in the context's storage. */
export function createEventDeliveries(context: EmbeddedContext): EventDeliveries {
  const { clock } = context;
  const pending = context.storage.collection<PendingEvent>('s3/pending-events');
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  async function deliver({ bucket, to, body }: Pick<PendingEvent, 'bucket' | 'to' | 'body'>): Promise<void> {
    const principal = principalOf(context, bucket);
    const text = JSON.stringify(body);
    if (to.kind === 'lambda') {
      const Payload = Buffer.from(text).toString('base64');
      const input = { FunctionName: to.arn, InvocationType: 'Event', Payload };
      await context.call('lambda', 'Invoke', input, principal);
      return;
    }
    const [, , , , accountId, name] = to.arn.split(':');
    const QueueUrl = `${context.endpoint()}/${accountId}/${name}`;
    await context.call('sqs', 'SendMessage', { QueueUrl, MessageBody: text }, principal);
  }

  async function attempt(id: string, event: PendingEvent, pause: number): Promise<void> {
    try {
      await deliver(event);
      pending.delete(id);
      if (pause > FIRST_PAUSE) context.log(`s3: ${event.to.arn} was told of ${event.what} at last.`);
    } catch (error) {
      // What goes on is for the next process.
      if (!stopped) failed(id, event, pause, error as Error);
    }
  }

  function failed(id: string, event: PendingEvent, pause: number, { message }: Error): void {
    const { bucket, to, what, acceptedAt } = event;
    context.meter.add('s3', 'failedEventDeliveries', bucket, 1);
    const failure = `s3: ${to.arn} was not told of ${what}: ${message}`;
    if (clock.now() + pause - acceptedAt > GIVEN_UP_AFTER) {
      pending.delete(id);
      context.meter.add('s3', 'lostEvents', bucket, 1);
      context.log(`${failure} It is given up after 24 hours.`);
      return;
    }
    if (pause === FIRST_PAUSE) context.log(`${failure} It will be told again.`);
    const next = Math.min(pause * 2, LONGEST_PAUSE);
    clock.after(pause, () => begin(id, event, next), `Telling ${to.arn} of ${what}`);
  }

  function begin(id: string, event: PendingEvent, pause: number): void {
    if (stopped) return;
    const work = attempt(id, event, pause).finally(() => underWay.delete(work));
    underWay.add(work);
    clock.background(() => work, `Telling ${event.to.arn} of ${event.what}`);
  }

  return {
    deliver,
    send(event) {
      const id = context.random.uuid();
      const accepted = { ...event, acceptedAt: clock.now() };
      pending.set(id, accepted);
      begin(id, accepted, FIRST_PAUSE);
    },
    resume() {
      for (const [id, event] of [...pending.entries()]) begin(id, event, FIRST_PAUSE);
    },
    async stop() {
      stopped = true;
      await Promise.allSettled(underWay);
    },
  };
}

/** Who S3 is when it calls another service on behalf of a bucket. */
function principalOf(context: EmbeddedContext, bucket: string): Principal {
  return {
    arn: 's3.amazonaws.com',
    service: 's3.amazonaws.com',
    accountId: context.accountId,
    sourceArn: `arn:aws:s3:::${bucket}`,
  };
}
