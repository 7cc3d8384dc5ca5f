import type { BatchOutcome } from './stream-batches.ts';

/** A record as GetRecords of DynamoDB Streams answers it. */
export interface StreamRecord {
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly SequenceNumber: string;
  };
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

/**
 * The record as functions and filters see it: with the stream's ARN, and who did it in lower case
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
 */
export function eventRecord({ userIdentity, ...record }: StreamRecord, eventSourceARN: string): object {
  return {
    ...record,
    ...(userIdentity
      ? { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }
      : {}),
    eventSourceARN,
  };
}

/**
 * What a partial batch response says: the lowest sequence number among those that failed is where to go on. One that is
 * not well-formed, or names what was not in the batch, fails all of it
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
 */
export function outcomeOf(payload: string, batch: readonly StreamRecord[]): BatchOutcome {
  const answer = parsed(payload);
  if (answer === undefined) return { kind: 'failure' };
  if (answer === null || typeof answer !== 'object') return { kind: 'success' };
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return { kind: 'failure' };
  let from = batch.length;
  for (const failure of failures as { readonly itemIdentifier?: unknown }[]) {
    const at = batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier);
    if (at < 0) return { kind: 'failure' };
    from = Math.min(from, at);
  }
  return from === batch.length ? { kind: 'success' } : { kind: 'partial', from };
}

/** Undefined for what is no JSON, as a streamed answer may be. */
function parsed(payload: string): { readonly batchItemFailures?: unknown } | null | undefined {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
