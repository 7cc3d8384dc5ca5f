import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { LoadError } from '../errors.ts';
import type { LoadUser } from '../shared/plan.ts';

/** An answer, as text. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

/**
 * One request. By `node:http`, as CommonJS has it: the first `fetch` of a process takes 60 ms, for which the first request
 * of a load would have to wait.
 *
 * @throws the error of the connection
 */
export async function send(
  address: string,
  method: string,
  {
    headers = {},
    body,
  }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Answer> {
  const secure = address.startsWith('https:');
  const { request } = process.getBuiltinModule(secure ? 'node:https' : 'node:http');
  const sent = request(address, { method, headers }).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  const status = answer.statusCode ?? 0;
  return { ok: status >= 200 && status < 300, status, text };
}

/**
 * One call of the API outside the measured load: to set a run up, or to see how it went.
 *
 * @returns the answer's JSON
 * @throws LoadError `request` with the status and the beginning of the answer when it is not a success
 */
export async function callApi<Result>(
  target: { readonly apiUrl: string },
  as: LoadUser,
  method: string,
  path: string,
  body?: object,
  ifMatch?: string,
): Promise<Result> {
  const { ok, status, text } = await send(`${target.apiUrl}${path}`, method, {
    headers: {
      authorization: `Bearer ${as.accessToken}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!ok) {
    const reason = `${method} ${path} as ${as.email} answered ${status}: ${text.slice(0, 300)}`;
    throw new LoadError('request', reason);
  }
  return JSON.parse(text) as Result;
}
