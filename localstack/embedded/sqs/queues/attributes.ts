import { sqsErrors } from '../errors.ts';

const number = (least: number, most: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
const boolean = (value: string) => /^(true|false)$/i.test(value);
const json = (value: string) => {
  if (value === '') return true;
  try {
    return typeof (JSON.parse(value) ?? '') === 'object';
  } catch {
    return false;
  }
};

/** Attributes that can be set, with what they may be. */
const SETTABLE: Readonly<Record<string, (value: string) => boolean>> = {
  VisibilityTimeout: number(0, 43_200),
  MaximumMessageSize: number(1024, 1_048_576),
  MessageRetentionPeriod: number(60, 1_209_600),
  DelaySeconds: number(0, 900),
  ReceiveMessageWaitTimeSeconds: number(0, 20),
  Policy: json,
  RedrivePolicy: json,
  RedriveAllowPolicy: json,
  KmsMasterKeyId: () => true,
  KmsDataKeyReusePeriodSeconds: number(60, 86_400),
  SqsManagedSseEnabled: boolean,
  FifoQueue: boolean,
  ContentBasedDeduplication: boolean,
  DeduplicationScope: (value) => value === 'queue' || value === 'messageGroup',
  FifoThroughputLimit: (value) => value === 'perQueue' || value === 'perMessageGroupId',
};

/** Attributes that are true or false, which AWS takes in any case and keeps in lower case. */
const BOOLEANS = new Set(['FifoQueue', 'ContentBasedDeduplication', 'SqsManagedSseEnabled']);

const FIFO_ONLY = new Set(['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/** What a queue has where nothing was set. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

/** What a queue with a key in KMS has besides. */
export const KMS_DEFAULTS: Readonly<Record<string, string>> = { KmsDataKeyReusePeriodSeconds: '300' };

/** Defaults that only FIFO queues have. */
export const FIFO_DEFAULTS: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** Attributes that are computed when they are read. */
export const COMPUTED = [
  'QueueArn',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
] as const;

/** Whether an attribute is set to true, which AWS takes in any case. */
export function isTrue(value: string | undefined): boolean {
  return String(value).toLowerCase() === 'true';
}

/** Throws InvalidAttributeName or InvalidAttributeValue. */
export function checkAttributes(attributes: Readonly<Record<string, string>>, fifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    const valid = Object.hasOwn(SETTABLE, name) ? SETTABLE[name] : undefined;
    if (!valid) throw sqsErrors.invalidAttributeName(name);
    if (FIFO_ONLY.has(name) && !fifo) throw sqsErrors.fifoOnly(name);
    if (!valid(String(value))) throw sqsErrors.invalidAttributeValue(name);
  }
  const redrive = redrivePolicyOf(attributes);
  if (redrive && (!redrive.arn || !(redrive.maxReceiveCount >= 1 && redrive.maxReceiveCount <= 1000))) {
    throw sqsErrors.invalidParameter(
      `Value ${attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Redrive policy needs a deadLetterTargetArn and a maxReceiveCount between 1 and 1000.`,
    );
  }
}

/**
 * The attributes with one kind of encryption at most: a key in KMS replaces SQS's own, and the other way round. Throws
 * InvalidAttributeName where both are asked for at once.
 */
export function withOneEncryption(
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  const managed = changes.SqsManagedSseEnabled === 'true';
  if (managed && changes.KmsMasterKeyId) {
    throw sqsErrors.bothEncryptions();
  }
  const { KmsMasterKeyId: key, ...rest } = { ...before, ...changes };
  if (key && !managed) return { ...rest, KmsMasterKeyId: key, SqsManagedSseEnabled: 'false' };
  return { ...rest };
}

/** Whether `name` can be asked for. */
export function isReadable(name: string): boolean {
  return name === 'All' || Object.hasOwn(SETTABLE, name) || (COMPUTED as readonly string[]).includes(name);
}

/** Where messages go that were received too often, and how often that is. */
export function redrivePolicyOf(
  attributes: Readonly<Record<string, string>>,
): { arn: string; maxReceiveCount: number } | undefined {
  const text = attributes.RedrivePolicy;
  if (!text) return undefined;
  const { deadLetterTargetArn = '', maxReceiveCount } = JSON.parse(text) as {
    deadLetterTargetArn?: string;
    maxReceiveCount?: number | string;
  };
  return { arn: deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

/** Attributes as text: some callers send numbers. */
export function texts(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(attributes).map(
    ([name, value]) => [name, BOOLEANS.has(name) ? String(value).toLowerCase() : String(value)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
