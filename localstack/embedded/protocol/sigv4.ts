import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { EmbeddedContext } from '../core/context.ts';
import type { AwsRequest } from '../core/http.ts';
import type { Principal } from '../core/service.ts';
import { type AuthDialect, authErrors, dialectOf } from './auth-errors.ts';
import { type Authentication, readAuthentication } from './authentication.ts';
import { canonicalHeaders, canonicalPath, canonicalQuery } from './canonical.ts';

/** What a verified signature vouches for. */
export interface Verified {
  readonly principal: Principal;
  readonly accessKeyId: string;
  readonly region: string;
  /** Whether the signature was in the query of a presigned URL. */
  readonly presigned: boolean;
  /**
   * How the body was signed: its own hash, `UNSIGNED-PAYLOAD`, or one of the `STREAMING-…` forms, whose body
   * {@link decodeChunked} reads.
   */
  readonly payloadHash: string;
  /** For the signature of each chunk in a `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` body. */
  readonly seed: {
    readonly signature: string;
    readonly key: KeyObject;
    readonly date: string;
    readonly scope: string;
  };
}

/** Verifies Signature Version 4, in the header or presigned. */
export interface SignatureVerifier {
  /**
   * Throws the {@link AwsError} that `signingName`'s service would answer with. Deadlines are read from the
   * context's clock; a header signature may also be of the time without advances, because a caller outside
   * of the process signs with the machine's.
   */
  verify(request: AwsRequest, signingName: string): Verified;
}

const MINUTE = 60_000;
/** Services that are signed for in one region, wherever the caller is. */
const GLOBAL = new Set(['iam', 'sts']);
/** Keys are good for a day; a handful of callers, regions and services fit many times over. */
const KEPT_KEYS = 512;

/** See {@link SignatureVerifier}. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function createSignatureVerifier(
  context: Pick<EmbeddedContext, 'clock' | 'credentials' | 'region'>,
): SignatureVerifier {
  const { clock, credentials } = context;
  const signingKeys = createSigningKeys();
  let advanced = 0;
  clock.onAdvance((offset) => {
    advanced = offset;
  });

  function checkTime(auth: Authentication, dialect: AuthDialect): void {
    const now = clock.now();
    if (auth.expires !== undefined) {
      if (auth.time - 15 * MINUTE > now) throw authErrors.notYetValid(dialect);
      if (auth.time + auth.expires * 1000 < now)
        throw authErrors.linkExpired(dialect, auth.time, auth.expires, now);
      return;
    }
    const allowed = (dialect === 's3' ? 15 : 5) * MINUTE;
    if (Math.abs(auth.time - now) <= allowed || Math.abs(auth.time - (now - advanced)) <= allowed) return;
    throw authErrors.skewed(dialect, auth.time, now);
  }

  function keyOf(auth: Authentication, dialect: AuthDialect) {
    const issued = credentials.lookUp(auth.accessKeyId);
    if (!issued) throw authErrors.unknownKey(dialect, auth.accessKeyId);
    if (issued.sessionToken !== undefined && auth.sessionToken !== issued.sessionToken) {
      throw authErrors.wrongToken(dialect);
    }
    if (issued.expiration !== undefined && issued.expiration <= clock.now())
      throw authErrors.tokenExpired(dialect);
    return issued;
  }

  return {
    verify(request, signingName) {
      const dialect = dialectOf(request, signingName);
      const auth = readAuthentication(request, dialect);
      const issued = keyOf(auth, dialect);
      checkTime(auth, dialect);
      if (auth.service !== signingName) throw authErrors.wrongService(dialect, signingName);
      if (auth.region !== context.region && !GLOBAL.has(signingName))
        throw authErrors.wrongRegion(dialect, auth.region, context.region);
      const payloadHash = payloadHashOf(request, auth, dialect);
      const key = signingKeys(issued.secretAccessKey, auth);
      const expected = hmac(key, stringToSign(request, auth, payloadHash, dialect)).toString('hex');
      if (!equal(expected, auth.signature)) throw authErrors.mismatch(dialect);
      return {
        principal: issued.principal,
        accessKeyId: auth.accessKeyId,
        region: auth.region,
        presigned: auth.expires !== undefined,
        payloadHash,
        seed: { signature: auth.signature, key, date: auth.date, scope: auth.scope },
      };
    },
  };
}

/** HMAC-SHA-256 of `text`. */
export function hmac(key: KeyObject | Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Compares two signatures in a time that does not show where they differ. */
export function equal(expected: string, actual: string): boolean {
  return expected.length === actual.length && timingSafeEqual(Buffer.from(expected), Buffer.from(actual));
}

/**
 * Derives signing keys and keeps the latest: four of the six hashes of a verification are the same all day. Key
 * objects, because making one of a buffer takes four times as long as hashing with it.
 */
export function createSigningKeys() {
  const kept = new Map<string, KeyObject>();
  return (secret: string, scope: { day: string; region: string; service: string }): KeyObject => {
    const id = `${scope.day}/${scope.region}/${scope.service}/${secret}`;
    let key = kept.get(id);
    if (!key) {
      const regional = hmac(hmac(`AWS4${secret}`, scope.day), scope.region);
      key = createSecretKey(hmac(hmac(regional, scope.service), 'aws4_request'));
      if (kept.size >= KEPT_KEYS) kept.clear();
      kept.set(id, key);
    }
    return key;
  };
}

function stringToSign(
  request: AwsRequest,
  auth: Authentication,
  payloadHash: string,
  dialect: AuthDialect,
): string {
  const canonical =
    `${request.method}\n${canonicalPath(request.path, dialect === 's3')}\n${canonicalQuery(request.query)}\n` +
    `${canonicalHeaders(request.headers, auth.signedHeaders)}\n${auth.signedHeaders.join(';')}\n${payloadHash}`;
  return `AWS4-HMAC-SHA256\n${auth.date}\n${auth.scope}\n${hash('sha256', canonical, 'hex')}`;
}

/** The hash that was signed; where it is one of the body's own, the body must have it. */
function payloadHashOf(request: AwsRequest, auth: Authentication, dialect: AuthDialect): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (dialect === 's3') {
    if (declared === undefined) {
      if (auth.expires === undefined) throw authErrors.missingContentHash();
      return 'UNSIGNED-PAYLOAD';
    }
    if (!/^[0-9a-f]{64}$/.test(declared)) return declared;
  }
  const actual = hash('sha256', request.body, 'hex');
  if (dialect === 's3' && declared !== actual) throw authErrors.contentHashMismatch(declared ?? '', actual);
  return actual;
}
