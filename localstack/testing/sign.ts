import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../embedded/core/context.ts';
import type { AwsRequest } from '../embedded/core/http.ts';

/** What a test's request holds besides the defaults: GET, `/`, nothing else. */
export interface PlainRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** Who signs, for what, and when. */
export interface Signing {
  readonly credentials?: Credentials;
  readonly service?: string;
  readonly region?: string;
  readonly date?: Date;
  /** Seconds; makes it a presigned URL. */
  readonly expiresIn?: number;
}

/** The digest that the SDK's signer asks for. */
class Sha256 {
  readonly #digest: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#digest = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  update(data: string | Uint8Array): void {
    this.#digest.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#digest.digest();
  }

  reset(): void {}
}

/** A request signed by the SDK's own signer, as the server would see it. */
export async function signed(plain: PlainRequest, signing: Signing = {}): Promise<AwsRequest> {
  const { credentials = { accessKeyId: 'test', secretAccessKey: 'test' }, service = 'dynamodb' } = signing;
  const { expiration: _, ...identity } = credentials;
  const isS3 = service === 's3';
  const signer = new SignatureV4({
    credentials: identity,
    region: signing.region ?? 'us-east-1',
    service,
    sha256: Sha256 as never,
    uriEscapePath: !isS3,
    applyChecksum: isS3,
  });
  const path = plain.path ?? '/';
  const request = {
    method: plain.method ?? 'GET',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path,
    query: plain.query ?? {},
    headers: { host: '127.0.0.1:4566', ...plain.headers },
    body: plain.body ?? '',
  };
  const date = signing.date === undefined ? {} : { signingDate: signing.date };
  const result =
    signing.expiresIn === undefined
      ? await signer.sign(request, date)
      : await signer.presign(request, { ...date, expiresIn: signing.expiresIn });
  return {
    method: result.method,
    path,
    query: Object.entries(result.query ?? {})
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
      .join('&'),
    headers: Object.fromEntries(
      Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: typeof plain.body === 'string' ? Buffer.from(plain.body) : (plain.body ?? new Uint8Array(0)),
    sourceIp: '127.0.0.1',
  };
}
