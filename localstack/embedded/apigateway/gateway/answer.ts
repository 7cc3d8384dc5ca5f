import { isHeaderName, isHeaderValue } from '../../core/header-fields.ts';
import type { AwsResponse } from '../../core/http.ts';

/** What the gateway itself says, without asking a function. */
export function gatewayAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message }),
  };
}

/** The answer to a function that failed, or whose answer is not one. */
export const internalServerError = () => gatewayAnswer(500, 'Internal Server Error');

/** Headers of one connection (RFC 9110, section 7.6.1), which a function may not set for the gateway. */
const WITHHELD: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The HTTP answer in a function's answer of payload format 2.0: an object with `statusCode` says all of it;
 * anything else is a JSON body of status 200
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 * Undefined where the answer is malformed: also where HTTP cannot carry its status, a header or a cookie.
 */
export function answerFrom(payload: Uint8Array | undefined): AwsResponse | undefined {
  const text = Buffer.from(payload ?? []).toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : text;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = value as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const sent = headersFrom(headers);
  if (!sent) return undefined;
  if (Array.isArray(cookies) && cookies.length > 0) {
    sent['set-cookie'] = cookies.map(String);
    if (!sent['set-cookie'].every(isHeaderValue)) return undefined;
  }
  return { status, headers: sent, body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? '') };
}

function headersFrom(headers: unknown): Record<string, string | string[]> | undefined {
  if (headers === undefined || headers === null) return { 'content-type': 'text/plain; charset=utf-8' };
  if (typeof headers !== 'object' || Array.isArray(headers)) return undefined;
  const sent: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeaderName(name) || (typeof value === 'object' && value !== null)) return undefined;
    const lower = name.toLowerCase();
    if (value === null || WITHHELD.has(lower)) continue;
    if (!isHeaderValue(String(value))) return undefined;
    sent[lower === 'www-authenticate' ? 'x-amzn-remapped-www-authenticate' : lower] = String(value);
  }
  sent['content-type'] ??= 'text/plain; charset=utf-8';
  return sent;
}
