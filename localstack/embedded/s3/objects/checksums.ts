import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c } from '@aws-sdk/checksums/crc';
import { s3Errors } from '../errors.ts';
import type { Checksum, ChecksumType } from '../model.ts';
import { crc64Nvme } from './crc64-nvme.ts';

type Digest = (body: Uint8Array) => string | Promise<string>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const DIGESTS: Readonly<Record<string, Digest>> = {
  crc32: (body) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(body));
    return digest.toString('base64');
  },
  crc32c: (body) => digestOf(new Crc32c(), body),
  crc64nvme: crc64Nvme,
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

/** Bytes of a digest. */
const SIZES: Readonly<Record<string, number>> = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 };

/** What S3 computes where a sender asks for none. */
export const DEFAULT_ALGORITHM = 'crc64nvme';

/** What the checksum of an upload in parts is where nothing is said of it. */
export function defaultType(algorithm: string): ChecksumType {
  return algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
}

const PREFIX = 'x-amz-checksum-';
/** Headers that begin so and say something else. */
const NO_ALGORITHM = new Set(['algorithm', 'mode', 'type']);

/**
 * The checksum that the sender declared in `headers` (or trailers), once it has been found to be right. Throws
 * InvalidRequest where it is none or one of several, and BadDigest where the body has another, also for Content-MD5.
 */
export async function verifiedChecksum(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Checksum | undefined> {
  checkMd5(headers['content-md5'], body);
  const declared = declaredChecksum(headers);
  if (!declared) {
    checkAnnounced(headers);
    return undefined;
  }
  const { algorithm, value } = declared;
  if (Buffer.from(value, 'base64').toString('base64') !== value || byteLength(value) !== SIZES[algorithm]) {
    throw s3Errors.invalidRequest(`Value for ${PREFIX}${algorithm} header is invalid.`);
  }
  if ((await checksumOf(algorithm, body)).value !== value) throw s3Errors.badDigest(algorithm.toUpperCase());
  return declared;
}

/** Throws InvalidRequest where `headers` say by which algorithm the checksum is that they lack. */
function checkAnnounced(headers: Readonly<Record<string, string>>): void {
  if (headers['x-amz-sdk-checksum-algorithm'] === undefined || headers['x-amz-trailer'] !== undefined) return;
  throw s3Errors.invalidRequest(
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  );
}

/** The checksum that `headers` name, unverified. Throws InvalidRequest where there are several, or of an algorithm unknown. */
export function declaredChecksum(headers: Readonly<Record<string, string>>): Checksum | undefined {
  const found = Object.entries(headers).flatMap(([name, value]) => {
    const algorithm = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
    return algorithm === '' || NO_ALGORITHM.has(algorithm) ? [] : [{ algorithm, value }];
  });
  if (found.length > 1) {
    throw s3Errors.invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [only] = found;
  if (only && !Object.hasOwn(DIGESTS, only.algorithm)) {
    throw s3Errors.invalidRequest('The algorithm type you specified in x-amz-checksum- header is invalid.');
  }
  return only;
}

/** An algorithm by its name in lower case, as a request spells it, e.g. `CRC32`. Throws InvalidRequest. */
export function checksumAlgorithm(name: string): string {
  const algorithm = name.toLowerCase();
  if (Object.hasOwn(DIGESTS, algorithm)) return algorithm;
  throw s3Errors.invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** The checksum of `body` by an algorithm, e.g. `CRC32`. Throws InvalidRequest where it is none. */
export async function checksumOf(name: string, body: Uint8Array): Promise<Checksum> {
  const algorithm = checksumAlgorithm(name);
  return { algorithm, value: (await DIGESTS[algorithm]?.(body)) ?? '' };
}

/** The checksum of an upload's parts together: that of their digests, with how many they are. */
export async function compositeChecksum(algorithm: string, parts: readonly Checksum[]): Promise<Checksum> {
  const digests = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')));
  const { value } = await checksumOf(algorithm, digests);
  return { algorithm, value: `${value}-${parts.length}`, type: 'COMPOSITE' };
}

/** A checksum as elements of an answer, e.g. `ChecksumCRC32`. */
export function checksumElements(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { ...checksumElement(checksum), ChecksumType: checksum.type ?? 'FULL_OBJECT' };
}

/** The same without its type, as parts have it. */
export function checksumElement(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value } : {};
}

const byteLength = (value: string) => Buffer.from(value, 'base64').byteLength;

function checkMd5(declared: string | undefined, body: Uint8Array): void {
  if (declared === undefined) return;
  if (byteLength(declared) !== 16) throw s3Errors.invalidMd5(declared);
  const calculated = createHash('md5').update(body).digest('base64');
  if (calculated === declared) return;
  throw s3Errors.badMd5(Buffer.from(declared, 'base64').toString('hex'), calculated);
}

async function digestOf(
  hash: { update(data: Uint8Array): void; digest(): Promise<Uint8Array> },
  body: Uint8Array,
): Promise<string> {
  hash.update(body);
  return Buffer.from(await hash.digest()).toString('base64');
}
