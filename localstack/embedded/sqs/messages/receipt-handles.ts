import { sqsErrors } from '../errors.ts';

/** How an entry of a batch names a message that was received. */
export interface ReceivedEntry {
  readonly Id: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** The handle of the message that a call names. Throws MissingParameter. */
export function handleOf(input: { readonly ReceiptHandle?: string }): string {
  if (!input.ReceiptHandle) throw sqsErrors.missingParameter('ReceiptHandle');
  return input.ReceiptHandle;
}

/** The visibility timeout that a call sets, in seconds. Throws MissingParameter or InvalidParameterValue. */
export function visibilityTimeoutOf(value: number | undefined): number {
  if (value === undefined) throw sqsErrors.missingParameter('VisibilityTimeout');
  const seconds = Number(value);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 43_200) return seconds;
  throw sqsErrors.invalidParameter(
    `Value ${value} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
  );
}
