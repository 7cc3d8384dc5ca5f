import { randomBytes } from 'node:crypto';

/** A name that no other test has, so that files run in parallel against one backend. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
