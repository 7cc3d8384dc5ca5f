import type { MessageAttributes } from '../model.ts';

/** A message as it is sent, alone or in a batch. */
export interface MessageEntry {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

/** What counts against the limits of a message, in bytes: body and attributes. */
export function sizeOf(entry: MessageEntry): number {
  let size = Buffer.byteLength(entry.MessageBody ?? '');
  for (const [name, { DataType = '', StringValue, BinaryValue }] of Object.entries(
    entry.MessageAttributes ?? {},
  )) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    size += BinaryValue ? Buffer.byteLength(BinaryValue, 'base64') : Buffer.byteLength(StringValue ?? '');
  }
  return size;
}
