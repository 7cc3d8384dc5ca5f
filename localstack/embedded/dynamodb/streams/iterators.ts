import { streamErrors } from './errors.ts';
import { positionOf } from './sequence.ts';
import type { Stream } from './stream.ts';

/** How long an iterator can be used, in milliseconds. */
const LIFETIME = 15 * 60_000;

/** Where a shard is read from. Its text holds all of it, so that an iterator outlives a restart. */
export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  readonly position: number;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** The iterator as clients hold it: the stream's ARN, a version and what is not theirs to read. */
export function iteratorText({ streamArn, shardId, position, issuedAt }: ShardIterator): string {
  const rest = JSON.stringify([shardId, position, issuedAt]);
  return `${streamArn}|1|${Buffer.from(rest).toString('base64')}`;
}

/** Throws ValidationException for what is no iterator, and ExpiredIteratorException. */
export function parseIterator(text: unknown, now: number): ShardIterator {
  const [streamArn = '', version, rest = ''] = typeof text === 'string' ? text.split('|') : [];
  const [shardId, position, issuedAt] = version === '1' ? partsOf(rest) : [];
  if (typeof shardId !== 'string' || typeof position !== 'number' || typeof issuedAt !== 'number') {
    throw streamErrors.validation('Invalid ShardIterator');
  }
  if (now - issuedAt > LIFETIME) throw streamErrors.expiredIterator();
  return { streamArn, shardId, position, issuedAt };
}

/** The ARN of the stream that an iterator reads, as far as it looks like one. */
export function streamArnOf(text: string): string {
  return text.split('|')[0] ?? '';
}

function partsOf(rest: string): unknown[] {
  try {
    const parts = JSON.parse(Buffer.from(rest, 'base64').toString()) as unknown;
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** The position that an iterator of that type begins at. Throws ValidationException and TrimmedDataAccessException. */
export function startOf(stream: Stream, type: unknown, sequence: unknown): number {
  const named = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (!named && sequence !== undefined) {
    throw streamErrors.validation(
      `SequenceNumber must not be provided for ShardIteratorType: ${String(type)}`,
    );
  }
  if (type === 'TRIM_HORIZON') return stream.first;
  if (type === 'LATEST') return stream.next;
  if (!named) {
    throw streamErrors.validation(
      `1 validation error detected: Value '${String(type)}' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]`,
    );
  }
  if (typeof sequence !== 'string') {
    throw streamErrors.validation(`SequenceNumber must be provided for ShardIteratorType: ${type}`);
  }
  const at = positionOf(sequence);
  if (at === undefined || at >= stream.next) {
    throw streamErrors.validation(
      `Invalid SequenceNumber: ${sequence} is not a sequence number of ShardId ${stream.state.shardId}`,
    );
  }
  const start = type === 'AT_SEQUENCE_NUMBER' ? at : at + 1;
  if (at > 0 && start < stream.first) throw streamErrors.trimmed();
  return Math.max(start, stream.first);
}
