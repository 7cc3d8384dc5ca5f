import { createHash, hash } from 'node:crypto';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import { equal, hmac, type Verified } from './sigv4.ts';

/** A body freed of its chunks, and the headers that came after it. */
export interface DecodedBody {
  readonly body: Uint8Array;
  /** Names in lower case, e.g. `x-amz-checksum-crc32`. */
  readonly trailers: Readonly<Record<string, string>>;
}

const EMPTY_HASH = hash('sha256', '', 'hex');
const CR = 13;
const LF = 10;

/**
 * The content of a request whose body is in the `aws-chunked` coding, with each chunk's signature verified
 * where the body is signed (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD` and `…-TRAILER`). Other bodies are returned
 * as they are. Throws IncompleteBody, SignatureDoesNotMatch.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function decodeChunked(
  request: AwsRequest,
  verified: Pick<Verified, 'payloadHash' | 'seed'>,
): DecodedBody {
  const { payloadHash, seed } = verified;
  if (!payloadHash.startsWith('STREAMING-')) return { body: request.body, trailers: {} };
  const signed = payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  if (!signed && payloadHash !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    throw new AwsError(
      'NotImplemented',
      `The embedded AWS does not implement s3:${payloadHash} bodies.`,
      501,
    );
  }
  const reader = new ChunkReader(request.body);
  const chunks: Uint8Array[] = [];
  let previous = seed.signature;
  for (;;) {
    const { size, signature } = reader.header();
    const chunk = reader.take(size);
    if (signed) previous = verifyChunk(seed, previous, chunk, signature);
    if (size === 0) break;
    reader.endOfLine();
    chunks.push(chunk);
  }
  const trailers = reader.trailers();
  if (payloadHash.endsWith('-PAYLOAD-TRAILER') && signed) verifyTrailer(seed, previous, trailers);
  const body = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) throw incomplete();
  const { 'x-amz-trailer-signature': _, ...rest } = trailers;
  return { body, trailers: rest };
}

function verifyChunk(seed: Verified['seed'], previous: string, chunk: Uint8Array, signature: string): string {
  const text = `AWS4-HMAC-SHA256-PAYLOAD\n${seed.date}\n${seed.scope}\n${previous}\n${EMPTY_HASH}\n${hash('sha256', chunk, 'hex')}`;
  const expected = hmac(seed.key, text).toString('hex');
  if (!equal(expected, signature)) throw mismatch();
  return expected;
}

function verifyTrailer(
  seed: Verified['seed'],
  previous: string,
  trailers: Readonly<Record<string, string>>,
): void {
  const digest = createHash('sha256');
  for (const [name, value] of Object.entries(trailers)) {
    if (name !== 'x-amz-trailer-signature') digest.update(`${name}:${value}\n`);
  }
  const text = `AWS4-HMAC-SHA256-TRAILER\n${seed.date}\n${seed.scope}\n${previous}\n${digest.digest('hex')}`;
  const expected = hmac(seed.key, text).toString('hex');
  if (!equal(expected, trailers['x-amz-trailer-signature'] ?? '')) throw mismatch();
}

/** Walks over a chunked body; every disagreement with its grammar is an IncompleteBody. */
class ChunkReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** `10000;chunk-signature=ad80c730…` */
  header(): { size: number; signature: string } {
    const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(this.#line());
    if (!match) throw incomplete();
    return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] ?? '' };
  }

  take(size: number): Uint8Array {
    const end = this.#position + size;
    if (end > this.#bytes.length) throw incomplete();
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }

  endOfLine(): void {
    const [first, second] = this.take(2);
    if (first !== CR || second !== LF) throw incomplete();
  }

  trailers(): Record<string, string> {
    const trailers: Record<string, string> = {};
    while (this.#position < this.#bytes.length) {
      const line = this.#line();
      const colon = line.indexOf(':');
      if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
      else if (line !== '') throw incomplete();
    }
    return trailers;
  }

  /** Up to the next line feed, which some clients write without a carriage return after a trailer. */
  #line(): string {
    const end = this.#bytes.indexOf(LF, this.#position);
    if (end < 0) throw incomplete();
    const stop = this.#bytes[end - 1] === CR ? end - 1 : end;
    const line = Buffer.from(this.#bytes.subarray(this.#position, stop)).toString('latin1');
    this.#position = end + 1;
    return line;
  }
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'The request body terminated unexpectedly, or is not in the aws-chunked coding that its headers declare.',
  );
}

function mismatch(): AwsError {
  return new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );
}
