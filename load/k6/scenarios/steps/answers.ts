import type { Answer } from '../scenario.ts';

/** The JSON body of an answer; undefined where there is none, so that a failed call does not throw. */
export function bodyOf<T>(answer: Answer): T | undefined {
  try {
    return answer.json() as T;
  } catch {
    return undefined;
  }
}

/** The version of what was answered, as it goes into `ifMatch`. */
export function etagOf(answer: Answer): string {
  return answer.headers.Etag ?? '';
}
