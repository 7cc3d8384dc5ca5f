import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

/** A provider of OpenID Connect that answers every code with whatever ID token a test makes of it. */
export interface ForgingProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claims of the next ID tokens, valid for ten minutes where they do not say otherwise; default of `alg`: RS256. */
  answer(claims: JWTPayload, alg?: 'HS256' | 'none'): void;
  /** Shows `document` in place of its keys; default: its keys again. */
  showKeys(document?: object): void;
}

/** Starts a provider on a free port. */
export async function startForgingProvider(): Promise<ForgingProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: 'company' };
  let shown: object = { keys: [key] };
  let next: () => Promise<string> | string = () => '';
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await documentAt(request.url ?? '')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function documentAt(path: string): Promise<object> {
    if (path === '/keys') return shown;
    if (path === '/token') return { id_token: await next() };
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    };
  }

  return {
    issuer,
    clientId: 'staff-pool',
    clientSecret: 'a secret of 32 and more characters',
    showKeys(document = { keys: [key] }) {
      shown = document;
    },
    answer(claims, alg) {
      const now = Math.floor(Date.now() / 1000);
      const all = { iat: now, exp: now + 600, ...claims };
      const signed = new SignJWT(all);
      next = () => {
        if (alg === 'none') return new UnsecuredJWT(all).encode();
        if (alg === 'HS256')
          return signed.setProtectedHeader({ alg, kid: 'company' }).sign(Buffer.from(JSON.stringify(key)));
        return signed.setProtectedHeader({ alg: 'RS256', kid: 'company' }).sign(privateKey);
      };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
