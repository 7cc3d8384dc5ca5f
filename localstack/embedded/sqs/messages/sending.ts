import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import { sqsErrors } from '../errors.ts';
import type { DataKey, MessageAttributes } from '../model.ts';
import type { QueueRuntime } from '../queues/queue.ts';
import { type MessageEntry, sizeOf } from './entry.ts';
import { md5, md5OfAttributes } from './md5.ts';

/** Puts a checked message into the queue. Returns SendMessage's answer. Throws InvalidParameterValue. */
export function sendEntry(
  queue: QueueRuntime,
  entry: MessageEntry,
  call: Call,
  dataKey: DataKey | undefined,
) {
  const { MessageBody: body = '', DelaySeconds, MessageAttributes: attributes = {} } = entry;
  const deduplicationId = deduplicationIdOf(queue, entry, body);
  const message = queue.send({
    body,
    attributes,
    systemAttributes: entry.MessageSystemAttributes ?? {},
    senderId: call.principal.arn,
    // On a FIFO queue all wait as long: no delay of one message's own but 0 is taken, which changes nothing.
    ...(DelaySeconds === undefined || queue.isFifo ? {} : { delay: Number(DelaySeconds) }),
    ...(entry.MessageGroupId === undefined ? {} : { groupId: entry.MessageGroupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(dataKey === undefined ? {} : { dataKey }),
  });
  const md5OfMessageAttributes = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(body),
    ...(md5OfMessageAttributes ? { MD5OfMessageAttributes: md5OfMessageAttributes } : {}),
    ...(message.sequenceNumber ? { SequenceNumber: message.sequenceNumber } : {}),
  };
}

/** Throws AwsError where AWS would not take the message; `tooLong` makes the one for its size. */
export function checkEntry(queue: QueueRuntime, entry: MessageEntry, tooLong = sqsErrors.tooLong): void {
  if (!entry.MessageBody) throw sqsErrors.missingParameter('MessageBody');
  if (!isPermitted(entry.MessageBody)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
      400,
    );
  }
  const limit = queue.seconds('MaximumMessageSize');
  if (sizeOf(entry) > limit) throw tooLong(limit);
  const delay = entry.DelaySeconds;
  if (delay !== undefined && !(Number(delay) >= 0 && Number(delay) <= 900)) {
    throw sqsErrors.invalidParameter(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  checkAttributes(entry.MessageAttributes ?? {});
  checkGroup(queue, entry);
}

/** What AWS takes as the id of a group or of a deduplication. */
const ID = /^[\x21-\x7e]{1,128}$/;

function checkIds(entry: MessageEntry): void {
  for (const name of ['MessageGroupId', 'MessageDeduplicationId'] as const) {
    const id = entry[name];
    if (id === undefined || ID.test(id)) continue;
    throw sqsErrors.invalidParameter(
      `Value ${id} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
}

/**
 * Throws InvalidParameterValue where an entry lacks what a FIFO queue orders and recognizes messages by: AWS refuses the
 * whole batch then.
 */
export function checkBatchIds(queue: QueueRuntime, entries: readonly MessageEntry[]): void {
  if (!queue.isFifo) return;
  for (const entry of entries) {
    if (entry.MessageGroupId === undefined) {
      throw sqsErrors.invalidParameter('The request must contain the parameter MessageGroupId.');
    }
    deduplicationIdOf(queue, entry, entry.MessageBody ?? '');
  }
}

function checkGroup(queue: QueueRuntime, entry: MessageEntry): void {
  checkIds(entry);
  if (!queue.isFifo) {
    if (entry.MessageDeduplicationId === undefined) return;
    throw sqsErrors.invalidParameter(
      `Value ${entry.MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.`,
    );
  }
  if (entry.MessageGroupId === undefined) throw sqsErrors.missingParameter('MessageGroupId');
  if (entry.DelaySeconds) {
    throw sqsErrors.invalidParameter(
      `Value ${entry.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
}

function deduplicationIdOf(queue: QueueRuntime, entry: MessageEntry, body: string): string | undefined {
  if (!queue.isFifo) return undefined;
  if (entry.MessageDeduplicationId !== undefined) return entry.MessageDeduplicationId;
  if (queue.attribute('ContentBasedDeduplication') === 'true') {
    return createHash('sha256').update(body).digest('hex');
  }
  throw sqsErrors.invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function checkAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > 10) {
    throw sqsErrors.invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [10].`,
    );
  }
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    const type = /^(String|Number|Binary)(\..+)?$/.exec(DataType ?? '')?.[1];
    if (!type) {
      throw sqsErrors.invalidParameter(
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    }
    const value = type === 'Binary' ? BinaryValue : StringValue;
    if (!value) {
      throw sqsErrors.invalidParameter(
        `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
      );
    }
    if (type === 'Number' && Number.isNaN(Number(value))) {
      throw sqsErrors.invalidParameter(
        `Can't cast the value of message (user) attribute '${name}' to a number.`,
      );
    }
  }
}

/** Whether the text has only characters of XML 1.0, which are SQS's too. */
function isPermitted(text: string): boolean {
  if (!text.isWellFormed() || /[\ufffe\uffff]/.test(text)) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 && code !== 0x9 && code !== 0xa && code !== 0xd) return false;
  }
  return true;
}
