import { Agent, type IncomingMessage, request } from 'node:http';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { RemoteAws } from '../core/remote.ts';

/** Headers that belong to one connection (RFC 9110, section 7.6.1), not to what is sent over it. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'upgrade',
  'proxy-connection',
  'expect',
];

/**
 * Forwards requests unchanged, with their Host, because it is part of what was signed.
 * Answers 503 where the other AWS cannot be reached.
 */
export function createForwarder(endpoint: string): Pick<RemoteAws, 'handle' | 'close'> {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });

  function send({ method, path, query, headers, body }: AwsRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port: port || 80,
          method,
          path: query === '' ? path : `${path}?${query}`,
          headers: { ...withoutHops(headers), 'content-length': String(body.length) },
        },
        resolve,
      );
      // Also one that comes after the answer, which nobody waits for any more.
      sent.on('error', reject);
      sent.end(body);
    });
  }

  return {
    async handle(forwarded) {
      try {
        return await whole(await send(forwarded));
      } catch (error) {
        throw new AwsError(
          'ServiceUnavailable',
          `${endpoint} did not answer: ${(error as Error).message}`,
          503,
        );
      }
    },
    close: () => agent.destroy(),
  };
}

async function whole(answer: IncomingMessage): Promise<AwsResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const headers = withoutHops(answer.headers as Record<string, string | string[]>);
  return { status: answer.statusCode ?? 502, headers, body: Buffer.concat(chunks) };
}

function withoutHops<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}
