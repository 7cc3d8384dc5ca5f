/** A queue's own record. */
export interface Queue {
  readonly name: string;
  /** Settings that were made, by AWS's attribute name; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** The input of operations on one queue. */
export interface QueueInput {
  readonly QueueUrl?: string;
}

/** How far a move of messages out of a dead-letter queue has come. */
export type MoveStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** A move of messages out of a dead-letter queue, as StartMessageMoveTask began it. Replaced, never changed in place. */
export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Default: each message goes back to the queue that it came from. */
  readonly destinationArn?: string;
  /** Messages a second. */
  readonly rate?: number;
  readonly status: MoveStatus;
  readonly moved: number;
  /** How many messages there were when it began. */
  readonly toMove: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly failureReason?: string;
}

/** A message attribute as it travels; binary as base64 text. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Message attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** The key under which AWS would keep a message. */
export interface DataKey {
  /** Encrypted under the key in KMS; base64. */
  readonly encrypted: string;
  /** As the queue names its key in KMS. */
  readonly keyId: string;
  /** The queue that the message was sent to. */
  readonly queueArn: string;
}

/** A message in a queue. Replaced, never changed in place. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Such as `AWSTraceHeader`. */
  readonly systemAttributes: MessageAttributes;
  readonly senderId: string;
  /** Milliseconds since the epoch, as are the others. */
  readonly sentAt: number;
  readonly firstReceivedAt?: number;
  readonly receiveCount: number;
  /** When it can be received; in the past for one that can be now. */
  readonly visibleAt: number;
  /** Why it cannot be received before then. */
  readonly hiddenBy?: 'delay' | 'receive';
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** The queue it came from, where it was moved by a redrive policy. */
  readonly deadLetterSource?: string;
  readonly dataKey?: DataKey;
}
