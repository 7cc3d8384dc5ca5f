import { createHash } from 'node:crypto';
import { problem } from '../errors/problems.ts';
import type { AnsweredRequest } from './answered-request.ts';

/** How long an Idempotency-Key stands for its request: milliseconds. */
export const keyLifetime = 24 * 60 * 60 * 1000;

/** How many requests one item records: more than can be made on one within a key's lifetime. */
const maxAnswered = 500;

/**
 * A request that carries an Idempotency-Key, as hashes: `key` of the caller, the route and the key, `body` of the body.
 */
export interface KeyedRequest {
  readonly key: string;
  readonly body: string;
}

/** What is kept as one item and records the requests that changed it. */
export interface AnsweredItem {
  readonly answered?: readonly AnsweredRequest[];
}

/** The request with that key by `actorId`, e.g. of the route `POST /expenses/:id/submit`. */
export function keyedRequest(actorId: string, route: string, key: string, body: unknown): KeyedRequest {
  return { key: fingerprint(`${actorId}\n${route}\n${key}`), body: fingerprint(canonical(body)) };
}

/**
 * What `item` records of `request`; undefined when it was not made before, or so long ago that its key is free again.
 * Throws `idempotency.key-reused` when the key was used with another body.
 */
export function findAnswered(
  { answered = [] }: AnsweredItem,
  request: KeyedRequest | undefined,
  now: Date,
): AnsweredRequest | undefined {
  const earlier = answered.find(({ key, at }) => key === request?.key && isKeyInUse(at, now));
  if (earlier && earlier.body !== request?.body) throw problem('idempotency.key-reused');
  return earlier;
}

/**
 * `item` with `request` on record, to be written by the same write that does what was asked for: of two such requests at
 * once one is written, and the other finds it. `made` is the id of what the request created inside the item.
 */
export function withAnswered<Item extends AnsweredItem>(
  item: Item,
  request: KeyedRequest | undefined,
  now: Date,
  made?: string,
): Item {
  const { answered = [], ...rest } = item;
  const kept = answered.filter(({ at }) => isKeyInUse(at, now));
  const own = request && { ...request, at: now.toISOString(), ...(made === undefined ? {} : { made }) };
  const all = [...kept, ...(own ? [own] : [])].slice(-maxAnswered);
  return (all.length > 0 ? { ...rest, answered: all } : rest) as Item;
}

/** Whether a key that was used `at` still stands for that request. */
export function isKeyInUse(at: string, now: Date): boolean {
  return now.getTime() - Date.parse(at) < keyLifetime;
}

/**
 * The id of what `actorId` creates with `key`: always the same, so that a repeated request finds what the first one
 * created. A UUID of version 8 (RFC 9562, 5.8) over SHA-256.
 */
export function idFromKey(actorId: string, key: string): string {
  const bytes = createHash('sha256').update(`${actorId}\n${key}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** SHA-256 of a JSON value, in hex; it does not depend on the order of members. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** Short, 128 bits of SHA-256, because an item keeps many of them. */
function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? '';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
