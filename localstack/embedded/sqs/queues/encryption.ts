import type { EmbeddedContext } from '../../core/context.ts';
import { createDataKeys } from '../../core/data-keys.ts';
import { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import type { DataKey } from '../model.ts';
import type { QueueRuntime, Received } from './queue.ts';

/** The keys in KMS under which queues keep their messages (SQS Developer Guide, «Key management»). */
export interface QueueKeys {
  /** The data key for what is sent now; undefined on a queue without a key in KMS. */
  forSending(queue: QueueRuntime, principal: Principal): DataKey | undefined | Promise<DataKey>;
  /** Throws where messages cannot be decrypted; undefined where there is nothing to ask. */
  open(
    queue: QueueRuntime,
    received: readonly Received[],
    principal: Principal,
  ): undefined | Promise<unknown>;
}

/** Opens the queues' use of KMS. */
export function createQueueKeys(context: EmbeddedContext): QueueKeys {
  const dataKeys = createDataKeys(context, 'sqs', asSqsError);
  const useOf = (queue: QueueRuntime, { keyId, queueArn }: Omit<DataKey, 'encrypted'>, by: Principal) => ({
    keyId,
    context: { 'aws:sqs:arn': queueArn },
    principal: by,
    reuse: queue.seconds('KmsDataKeyReusePeriodSeconds') * 1000,
  });

  return {
    forSending(queue, principal) {
      const keyId = queue.attribute('KmsMasterKeyId');
      if (keyId === undefined) return undefined;
      const under = { keyId, queueArn: queue.arn };
      const encrypted = dataKeys.generate(useOf(queue, under, principal));
      return typeof encrypted === 'string'
        ? { ...under, encrypted }
        : encrypted.then((text) => ({ ...under, encrypted: text }));
    },
    open(queue, received, principal) {
      const keys = new Map<string, DataKey>();
      for (const { message } of received) {
        if (message.dataKey) keys.set(message.dataKey.encrypted, message.dataKey);
      }
      const opening = [...keys.values()]
        .map((key) => dataKeys.open(key.encrypted, useOf(queue, key, principal)))
        .filter((pending) => pending !== undefined);
      return opening.length === 0 ? undefined : Promise.all(opening);
    },
  };
}

/** SQS's names of KMS's errors. */
const NAMES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'KmsAccessDenied',
  DisabledException: 'KmsDisabled',
  KMSInvalidStateException: 'KmsInvalidState',
  NotFoundException: 'KmsNotFound',
  ThrottlingException: 'KmsThrottled',
};

function asSqsError(error: AwsError): AwsError {
  const name = NAMES[error.code];
  return name === undefined ? error : new AwsError(name, error.message);
}
