/** A message as SQS's ReceiveMessage returns it. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<
      string,
      { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string | Uint8Array }
    >
  >;
}

/** The event that a function gets (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). */
export function queueEvent(messages: readonly QueueMessage[], queueArn: string, awsRegion: string): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(messageAttribute),
      ),
      ...(message.MD5OfMessageAttributes ? { md5OfMessageAttributes: message.MD5OfMessageAttributes } : {}),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion,
    })),
  };
}

function messageAttribute([name, value]: [string, NonNullable<QueueMessage['MessageAttributes']>[string]]) {
  const { DataType, StringValue, BinaryValue } = value;
  const binary =
    typeof BinaryValue === 'string'
      ? BinaryValue
      : BinaryValue && Buffer.from(BinaryValue).toString('base64');
  return [
    name,
    {
      ...(StringValue === undefined ? {} : { stringValue: StringValue }),
      ...(binary === undefined ? {} : { binaryValue: binary }),
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType,
    },
  ] as const;
}

/**
 * The ids of messages that a partial batch response says have failed. An answer that is not well-formed, or that
 * names an unknown message, fails the whole batch; an empty one succeeds whole
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting).
 */
export function failedMessages(payload: string, batch: readonly QueueMessage[]): Set<string> {
  const all = new Set(batch.map(({ MessageId }) => MessageId));
  const answer = JSON.parse(payload) as { readonly batchItemFailures?: unknown } | null;
  if (answer === null || typeof answer !== 'object') return new Set();
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return all;
  const failed = new Set<string>();
  for (const failure of failures as { readonly itemIdentifier?: unknown }[]) {
    const id = failure?.itemIdentifier;
    if (typeof id !== 'string' || !all.has(id)) return all;
    failed.add(id);
  }
  return failed;
}
