import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { sqsErrors } from '../errors.ts';
import { MessageStore } from '../messages/store.ts';
import type { Message, Queue } from '../model.ts';
import { DEFAULTS, FIFO_DEFAULTS, KMS_DEFAULTS, redrivePolicyOf } from './attributes.ts';

/** How long a FIFO queue remembers a deduplication id, in milliseconds. */
const DEDUPLICATION = 5 * 60_000;

/** What a sender gives; the rest of a message is the queue's. */
export type Sent = Pick<
  Message,
  'body' | 'attributes' | 'systemAttributes' | 'senderId' | 'groupId' | 'deduplicationId' | 'dataKey'
> & {
  /** Seconds; default: the queue's own delay. */
  readonly delay?: number;
};

/** A message handed to a consumer, and the handle by which it is deleted. */
export interface Received {
  readonly message: Message;
  readonly receiptHandle: string;
}

/** One queue at work: sending, receiving, visibility, redrive, order. */
export class QueueRuntime {
  readonly store: MessageStore;
  readonly #context: EmbeddedContext;
  readonly #queue: () => Queue;
  readonly #deadLetter: (arn: string) => QueueRuntime | undefined;
  readonly #used: (queue: QueueRuntime) => void;
  readonly #seen = new Map<string, { at: number; message: Message }>();
  #sequence = 0n;
  /** Milliseconds since the epoch of the last PurgeQueue. */
  purgedAt = Number.NEGATIVE_INFINITY;

  constructor(
    context: EmbeddedContext,
    queue: () => Queue,
    deadLetter: (arn: string) => QueueRuntime | undefined,
    used: (queue: QueueRuntime) => void,
  ) {
    this.#context = context;
    this.#queue = queue;
    this.#deadLetter = deadLetter;
    this.#used = used;
    const { name } = queue();
    this.store = new MessageStore(context.storage.collection<Message>(`sqs/messages/${name}`), context.clock);
    if (this.store.all().next().value) used(this);
  }

  get arn(): string {
    const { region, accountId } = this.#context;
    return `arn:aws:sqs:${region}:${accountId}:${this.#queue().name}`;
  }

  get isFifo(): boolean {
    return this.#queue().attributes.FifoQueue === 'true';
  }

  /** An attribute in force: set, or the default. */
  attribute(name: string): string | undefined {
    const fifo = this.isFifo ? FIFO_DEFAULTS[name] : undefined;
    const { attributes } = this.#queue();
    const kms = attributes.KmsMasterKeyId ? KMS_DEFAULTS[name] : undefined;
    return attributes[name] ?? fifo ?? kms ?? DEFAULTS[name];
  }

  seconds(name: string): number {
    return Number(this.attribute(name));
  }

  /** Adds a message; a repeat within five minutes on a FIFO queue gives the first one back. */
  send(sent: Sent): Message {
    const { clock, random } = this.#context;
    const now = clock.now();
    const { delay = this.seconds('DelaySeconds'), ...rest } = sent;
    const known = this.#repeated(sent, now);
    if (known) return known;
    const message: Message = {
      ...rest,
      id: random.uuid(),
      sentAt: now,
      receiveCount: 0,
      visibleAt: now + delay * 1000,
      ...(delay > 0 ? { hiddenBy: 'delay' as const } : {}),
      ...(this.isFifo ? { sequenceNumber: this.#nextSequence() } : {}),
    };
    if (sent.deduplicationId !== undefined) this.#seen.set(this.#scope(sent), { at: now, message });
    this.store.put(message);
    this.#used(this);
    return message;
  }

  /** Hands out up to `count` messages and hides them for `visibility` seconds; undefined for none. */
  receive(count: number, visibility: number): Received[] | undefined {
    this.expire();
    const now = this.#context.clock.now();
    const received: Received[] = [];
    const busy = this.isFifo ? this.#busyGroups() : undefined;
    for (const message of this.isFifo ? this.#inOrder() : this.store.ready()) {
      if (received.length >= count) break;
      if (busy && isBehind(message, busy)) continue;
      if (this.#movedAway(message)) continue;
      const taken: Message = {
        ...message,
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        visibleAt: now + visibility * 1000,
        hiddenBy: 'receive',
      };
      this.store.put(taken);
      received.push({ message: taken, receiptHandle: handleOf(taken) });
    }
    return received.length > 0 ? received : undefined;
  }

  /** Takes back what was received and could not be handed out: it can be received again at once. */
  putBack(received: readonly Received[]): void {
    const visibleAt = this.#context.clock.now();
    for (const { message } of received) {
      const { hiddenBy: _seen, ...rest } = message;
      this.store.put({ ...rest, visibleAt, receiveCount: message.receiveCount - 1 });
    }
  }

  /**
   * Deletes by handle; one from an earlier receive is accepted and does nothing, as on AWS. A FIFO queue refuses one
   * whose message is no longer hidden by it.
   */
  delete(receiptHandle: string): void {
    const { id, receiveCount } = parseHandle(receiptHandle);
    const message = this.store.get(id);
    if (this.isFifo && message) {
      const expired = message.receiveCount !== receiveCount || message.visibleAt <= this.#context.clock.now();
      if (expired) throw sqsErrors.receiptHandleExpired(receiptHandle);
    }
    if (message?.receiveCount === receiveCount) {
      this.store.remove(id);
      this.#wakeGroup();
    }
  }

  /** Makes a received message ready after `seconds` from now. */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const { id, receiveCount } = parseHandle(receiptHandle);
    const message = this.store.get(id);
    if (!message) {
      throw sqsErrors.invalidParameter(
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    const now = this.#context.clock.now();
    // A standard queue still takes the latest handle when its time is over, and hides the message anew.
    const isOver = this.isFifo && message.visibleAt <= now;
    if (message.receiveCount !== receiveCount || message.hiddenBy !== 'receive' || isOver) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.', 400);
    }
    this.store.put({ ...message, visibleAt: now + seconds * 1000 });
  }

  /** Forgets messages that are older than the retention period. */
  expire(): void {
    this.store.removeSentBefore(this.#context.clock.now() - this.seconds('MessageRetentionPeriod') * 1000);
  }

  /** Takes over a message that another queue gave up. */
  adopt(message: Message, from: string): void {
    const { hiddenBy: _hidden, firstReceivedAt: _first, ...rest } = message;
    this.store.put({ ...rest, visibleAt: this.#context.clock.now(), deadLetterSource: from });
    this.#used(this);
  }

  /**
   * Takes over a message that was moved out of a dead-letter queue, as a new one: with an id, a time and a count of its
   * own (SQS Developer Guide, «Learn how to configure a dead-letter queue redrive»).
   */
  welcome(message: Message): void {
    const { hiddenBy: _hidden, firstReceivedAt: _first, deadLetterSource: _source, ...rest } = message;
    const now = this.#context.clock.now();
    const delay = this.seconds('DelaySeconds');
    this.store.put({
      ...rest,
      id: this.#context.random.uuid(),
      sentAt: now,
      receiveCount: 0,
      visibleAt: now + delay * 1000,
      ...(delay > 0 ? { hiddenBy: 'delay' as const } : {}),
      ...(this.isFifo ? { sequenceNumber: this.#nextSequence() } : {}),
    });
    this.#used(this);
  }

  /** The message that is next to be received; undefined where none can be now. */
  next(): Message | undefined {
    this.expire();
    if (!this.isFifo) return this.store.ready().next().value ?? undefined;
    const busy = this.#busyGroups();
    return this.#inOrder().find((message) => !isBehind(message, busy));
  }

  /** Moves a message to the dead-letter queue where it was received as often as the policy allows. */
  #movedAway(message: Message): boolean {
    const policy = redrivePolicyOf(this.#queue().attributes);
    if (!policy || message.receiveCount < policy.maxReceiveCount) return false;
    const target = this.#deadLetter(policy.arn);
    if (!target) return false;
    this.store.remove(message.id);
    target.adopt(message, this.arn);
    return true;
  }

  #repeated(sent: Sent, now: number): Message | undefined {
    if (sent.deduplicationId === undefined) return undefined;
    for (const [key, { at }] of this.#seen) {
      if (at + DEDUPLICATION > now) break;
      this.#seen.delete(key);
    }
    return this.#seen.get(this.#scope(sent))?.message;
  }

  #scope(sent: Sent): string {
    const group = this.attribute('DeduplicationScope') === 'messageGroup' ? sent.groupId : '';
    return `${group}|${sent.deduplicationId}`;
  }

  #nextSequence(): string {
    this.#sequence =
      this.#sequence === 0n ? BigInt(Math.trunc(this.#context.clock.now())) << 20n : this.#sequence + 1n;
    return String(this.#sequence).padStart(20, '1');
  }

  #inOrder(): Message[] {
    return [...this.store.ready()].sort((a, b) =>
      (a.sequenceNumber ?? '') < (b.sequenceNumber ?? '') ? -1 : 1,
    );
  }

  /**
   * The first message in flight of each group, by its sequence number: those behind it wait until it is deleted or
   * visible again.
   */
  #busyGroups(): ReadonlyMap<string | undefined, string> {
    const now = this.#context.clock.now();
    const busy = new Map<string | undefined, string>();
    for (const { hiddenBy, visibleAt, groupId, sequenceNumber = '' } of this.store.all()) {
      if (hiddenBy !== 'receive' || visibleAt <= now) continue;
      const first = busy.get(groupId);
      if (first === undefined || sequenceNumber < first) busy.set(groupId, sequenceNumber);
    }
    return busy;
  }

  /** On a FIFO queue, a deletion can free the next message of its group for who waits. */
  #wakeGroup(): void {
    if (!this.isFifo) return;
    for (const message of this.store.ready()) {
      this.store.put(message);
      return;
    }
  }
}

/** Whether a message has to wait for one of its group that is in flight. */
function isBehind(
  { groupId, sequenceNumber = '' }: Message,
  busy: ReadonlyMap<string | undefined, string>,
): boolean {
  const first = busy.get(groupId);
  return first !== undefined && sequenceNumber > first;
}

function handleOf(message: Message): string {
  return Buffer.from(`${message.id}|${message.receiveCount}`).toString('base64');
}

function parseHandle(receiptHandle: string): { id: string; receiveCount: number } {
  const [id, count] = Buffer.from(receiptHandle, 'base64').toString().split('|');
  if (!id || !count || !/^\d+$/.test(count)) throw sqsErrors.receiptHandleInvalid(receiptHandle);
  return { id, receiveCount: Number(count) };
}
