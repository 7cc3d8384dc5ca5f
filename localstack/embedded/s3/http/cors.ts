import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import { listOf, toXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { checkDocument } from '../buckets/configurations.ts';

interface Rule {
  readonly AllowedOrigin: unknown;
  readonly AllowedMethod: unknown;
  readonly AllowedHeader?: unknown;
  readonly ExposeHeader?: unknown;
  readonly MaxAgeSeconds?: string;
}

/** Answers a preflight request by the bucket's rules; it is never signed. */
export function preflight(buckets: Buckets, bucket: string, request: AwsRequest): AwsResponse {
  const origin = request.headers.origin;
  const method = request.headers['access-control-request-method'];
  if (origin === undefined || method === undefined) {
    return refusal('BadRequest', 'Insufficient information. Origin request header needed.', 400);
  }
  const rules = rulesOf(buckets, bucket);
  if (rules.length === 0)
    return refusal('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', 403);
  const asked = (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules.find(
    (one) => allows(one, origin, method) && asked.every((name) => allowsHeader(one, name)),
  );
  if (!rule) {
    return refusal(
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      403,
    );
  }
  return {
    status: 200,
    headers: {
      ...responseHeaders(rule, origin),
      ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
      ...(rule.MaxAgeSeconds ? { 'access-control-max-age': rule.MaxAgeSeconds } : {}),
    },
    body: '',
  };
}

/** What the bucket's rules add to the answer to a browser's own request. */
export function corsHeaders(buckets: Buckets, bucket: string, request: AwsRequest): Record<string, string> {
  const origin = request.headers.origin;
  if (origin === undefined || !buckets.has(bucket)) return {};
  const rule = rulesOf(buckets, bucket).find((one) => allows(one, origin, request.method));
  return rule ? responseHeaders(rule, origin) : {};
}

function rulesOf(buckets: Buckets, bucket: string): Rule[] {
  const document = buckets.get(bucket).configurations.cors;
  if (document === undefined) return [];
  const { CORSRule } = checkDocument(document, 'CORSConfiguration') as { CORSRule?: unknown };
  return listOf<Rule>(CORSRule);
}

function allows(rule: Rule, origin: string, method: string): boolean {
  const origins = listOf<string>(rule.AllowedOrigin);
  return origins.some((allowed) => matches(allowed, origin)) && listOf(rule.AllowedMethod).includes(method);
}

function allowsHeader(rule: Rule, name: string): boolean {
  return listOf<string>(rule.AllowedHeader).some((allowed) => matches(allowed.toLowerCase(), name));
}

/** A pattern holds one asterisk at most. */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

function responseHeaders(rule: Rule, origin: string): Record<string, string> {
  const any = listOf(rule.AllowedOrigin).includes('*');
  const exposed = listOf<string>(rule.ExposeHeader);
  return {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-methods': listOf<string>(rule.AllowedMethod).join(', '),
    ...(any ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(exposed.length > 0 ? { 'access-control-expose-headers': exposed.join(', ') } : {}),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

function refusal(Code: string, Message: string, status: number): AwsResponse {
  return { status, headers: { 'content-type': 'application/xml' }, body: toXml('Error', { Code, Message }) };
}
