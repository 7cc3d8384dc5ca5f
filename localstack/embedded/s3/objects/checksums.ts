import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { AwsError } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';
import type { Checksum } from '../model.ts';

type Digest = (body: Uint8Array) => string | Promise<string>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const DIGESTS: Readonly<Record<string, Digest>> = {
  crc32: (body) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(body));
    return digest.toString('base64');
  },
  crc32c: (body) => digestOf(new Crc32c(), body),
  crc64nvme: (body) => digestOf(new Crc64Nvme(), body),
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

const PREFIX = 'x-amz-checksum-';

/**
 * The checksum that the sender declared in `headers` (or trailers), once it has been found to be right. Throws
 * BadDigest where the body has another, also for Content-MD5.
 */
export async function verifiedChecksum(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Checksum | undefined> {
  checkMd5(headers['content-md5'], body);
  let found: Checksum | undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(PREFIX) || name === `${PREFIX}mode` || name === `${PREFIX}type`) continue;
    if (name === `${PREFIX}algorithm`) continue;
    const algorithm = name.slice(PREFIX.length);
    const digest = DIGESTS[algorithm];
    if (!digest)
      throw s3Errors.invalidRequest('The algorithm type you specified in x-amz-checksum- header is invalid.');
    if ((await digest(body)) !== value) throw s3Errors.badDigest(algorithm.toUpperCase());
    found = { algorithm, value };
  }
  return found;
}

/** The checksum of `body` by an algorithm named as in `x-amz-sdk-checksum-algorithm`, e.g. `CRC32`. */
export async function checksumOf(algorithm: string, body: Uint8Array): Promise<Checksum> {
  const name = algorithm.toLowerCase();
  const digest = DIGESTS[name];
  if (!digest) throw s3Errors.invalidRequest(`Checksum algorithm provided is unsupported: ${algorithm}`);
  return { algorithm: name, value: await digest(body) };
}

function checkMd5(declared: string | undefined, body: Uint8Array): void {
  if (declared === undefined) return;
  if (Buffer.from(declared, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400);
  }
  if (createHash('md5').update(body).digest('base64') !== declared) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400);
  }
}

async function digestOf(
  hash: { update(data: Uint8Array): void; digest(): Promise<Uint8Array> },
  body: Uint8Array,
): Promise<string> {
  hash.update(body);
  return Buffer.from(await hash.digest()).toString('base64');
}
