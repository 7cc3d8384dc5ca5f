import { createHash } from 'node:crypto';
import { problem } from '../errors/problems.ts';
import type { AnsweredRequest } from './answered-request.ts';

/** For how long the key of a request stands for it: milliseconds. */
export const keyLifetime = 24 * 60 * 60 * 1000;

/** How many requests one thing remembers: more than can be made of one within a key's lifetime. */
const maxAnswered = 500;

/**
 * A request that carries an Idempotency-Key, as hashes: `key` stands for the caller, the route and the key, `body` for
 * what was said.
 */
export interface KeyedRequest {
  readonly key: string;
  readonly body: string;
}

/** Whatever is kept as one item and remembers the requests that changed it. */
export interface Answering {
  readonly answered?: readonly AnsweredRequest[];
}

/** The request with that key by `actorId`, e.g. of the route `POST /expenses/:id/submit`. */
export function keyedRequest(actorId: string, route: string, key: string, body: unknown): KeyedRequest {
  return { key: fingerprint(`${actorId}\n${route}\n${key}`), body: fingerprint(canonical(body)) };
}

/**
 * What `thing` remembers of `request`; undefined when it was not made before, or so long ago that its key is free
 * again. Throws `idempotency.key-reused` when the key was used with another body.
 */
export function answeredBefore(
  { answered = [] }: Answering,
  request: KeyedRequest | undefined,
  now: Date,
): AnsweredRequest | undefined {
  const known = answered.find(({ key, at }) => key === request?.key && holds(at, now));
  if (known && known.body !== request?.body) throw problem('idempotency.key-reused');
  return known;
}

/**
 * `thing` as it remembers `request` too, to be written by the very write that does what was asked for: of two such
 * requests at once one is written, and the other finds it.
 */
export function withAnswer<Thing extends Answering>(
  thing: Thing,
  request: KeyedRequest | undefined,
  now: Date,
  made?: string,
): Thing {
  const { answered = [], ...rest } = thing;
  const kept = answered.filter(({ at }) => holds(at, now));
  const own = request && { ...request, at: now.toISOString(), ...(made === undefined ? {} : { made }) };
  const all = [...kept, ...(own ? [own] : [])].slice(-maxAnswered);
  return (all.length > 0 ? { ...rest, answered: all } : rest) as Thing;
}

/** Whether a key that was used `at` still stands for that request. */
export function holds(at: string, now: Date): boolean {
  return now.getTime() - Date.parse(at) < keyLifetime;
}

/**
 * The id of what `actorId` creates with `key`: the same for the same two, so that a repeated request finds what
 * the first one made. A UUID of version 8 (RFC 9562, 5.8) over SHA-256.
 */
export function idFromKey(actorId: string, key: string): string {
  const bytes = createHash('sha256').update(`${actorId}\n${key}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A fingerprint of a JSON value that does not depend on the order of members. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** 128 bits of SHA-256: an item keeps many of them. */
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
