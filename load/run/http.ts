import type { LoadUser } from '../plan.ts';
import { LoadError } from './errors.ts';

/**
 * One call of the API outside the measured load: to set a run up, or to see how it went.
 *
 * @returns the answer's JSON
 * @throws LoadError `request` with the status and the beginning of the answer when it is not a success
 */
export async function callApi<Answer>(
  target: { readonly apiUrl: string },
  as: LoadUser,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${target.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${as.accessToken}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) {
    const reason = `${method} ${path} as ${as.email} answered ${response.status}: ${text.slice(0, 300)}`;
    throw new LoadError('request', reason);
  }
  return JSON.parse(text) as Answer;
}
