import type { JWTPayload } from 'jose';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { JOSEError, JWSSignatureVerificationFailed, JWTClaimValidationFailed, JWTExpired } from 'jose/errors';
import { jwtVerify } from 'jose/jwt/verify';
import type { EmbeddedContext } from '../../core/context.ts';
import type { AwsRequest } from '../../core/http.ts';
import type { Authorizer } from '../model.ts';
import type { IssuerKeys } from './keys.ts';

/** Enough for the users of a load test; each costs about 3 KB. */
const MOST_REMEMBERED = 2000;
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/** A caller whose token was verified. */
export interface Identity {
  /** As the event carries them: every value is text. */
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Why a caller is refused; `description` goes into `www-authenticate`. */
export interface Refusal {
  readonly refused: true;
  /** Absent where there was no token at all. */
  readonly description?: string;
}

/** Identifies who a request comes from; at once for a token that was verified before. */
export type JwtAuthorizer = (request: AwsRequest) => Identity | Refusal | Promise<Identity | Refusal>;

/**
 * An authorizer as API Gateway documents it: algorithm, key id, signature, `iss`, `aud` (or `client_id` where
 * there is no `aud`), `exp`, `nbf` and `iat`. It knows nothing of `token_use` or of revocation; routes
 * distinguish access tokens from ID tokens by authorization scopes
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
 */
export function createJwtAuthorizer(
  context: EmbeddedContext,
  authorizer: Authorizer,
  keys: IssuerKeys,
): JwtAuthorizer {
  const readToken = tokenReader(authorizer.IdentitySource[0] ?? '');
  const verified = new Map<string, Identity>();
  return (request) => {
    const token = readToken(request);
    if (!token) return { refused: true };
    const known = verified.get(token);
    if (known) {
      if (known.expiresAt > context.clock.now()) return known;
      verified.delete(token);
      return { refused: true, description: 'the token has expired' };
    }
    return verify(context, authorizer, keys, token).then((result) => {
      if (!('refused' in result)) remember(verified, token, result);
      return result;
    });
  };
}

function remember(verified: Map<string, Identity>, token: string, identity: Identity): void {
  if (verified.size >= MOST_REMEMBERED) {
    const [oldest] = verified.keys();
    if (oldest !== undefined) verified.delete(oldest);
  }
  verified.set(token, identity);
}

function tokenReader(source: string): (request: AwsRequest) => string | undefined {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  const bare = (text: string | null | undefined) => text?.replace(/^Bearer +/i, '');
  if (place === 'querystring') return (request) => bare(new URLSearchParams(request.query).get(name));
  const header = name.toLowerCase();
  return (request) => bare(request.headers[header]);
}

async function verify(
  context: EmbeddedContext,
  authorizer: Authorizer,
  keys: IssuerKeys,
  token: string,
): Promise<Identity | Refusal> {
  const { Issuer = '', Audience = [] } = authorizer.JwtConfiguration;
  const now = context.clock.now();
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    if (!ALGORITHMS.includes(alg ?? '')) return refusal('signing method is invalid');
    const key = await keys.get(Issuer, kid ?? '');
    if (!key) return refusal('no matching key found for the token');
    const { payload } = await jwtVerify(token, key, {
      algorithms: ALGORITHMS,
      issuer: Issuer,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    });
    if (payload.iat !== undefined && payload.iat * 1000 > now) return refusal('token used before issued');
    if (!forAudience(payload, Audience)) return refusal('the token does not have a valid audience');
    return {
      claims: Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)])),
      scopes: scopesOf(payload),
      expiresAt: (payload.exp ?? 0) * 1000,
    };
  } catch (cause) {
    return refusal(describe(context, cause));
  }
}

function refusal(description: string): Refusal {
  return { refused: true, description };
}

function describe(context: EmbeddedContext, cause: unknown): string {
  if (cause instanceof JWTExpired) return 'the token has expired';
  if (cause instanceof JWSSignatureVerificationFailed) return 'the token signature is invalid';
  if (cause instanceof JWTClaimValidationFailed) {
    return cause.claim === 'iss' ? 'issuer is not valid' : `the claim ${cause.claim} is not valid`;
  }
  if (cause instanceof JOSEError || cause instanceof TypeError) return 'the token is malformed';
  context.log(
    `apigateway: a token could not be verified: ${cause instanceof Error ? cause.message : String(cause)}`,
  );
  return 'OIDC discovery error';
}

function forAudience(payload: JWTPayload, audience: readonly string[]): boolean {
  const audiences = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
  return audiences.some((value) => typeof value === 'string' && audience.includes(value));
}

function scopesOf(payload: JWTPayload): string[] {
  const scope = payload.scope ?? payload.scp;
  if (typeof scope === 'string') return scope.split(' ').filter(Boolean);
  return Array.isArray(scope) ? scope.map(String) : [];
}

/** Claims reach the function as text; AWS writes an array as `[a b]` and an object as `map[k:v]`. */
export function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${members.map(([name, member]) => `${name}:${claimText(member)}`).join(' ')}]`;
  }
  return String(value);
}
