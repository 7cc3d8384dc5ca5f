import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { findK6, type K6, k6Search } from '../../../load/find-k6/find.ts';
import type { Session } from '../../../load/run/session.ts';
import type { LoadTarget } from '../../../load/run/target.ts';
import type { Team } from '../../../load/shared/plan.ts';
import type { Workload } from '../../../load/workloads/workload.ts';

/** A k6 that is there already; a test neither builds nor downloads one. */
const { fetch: _obtain, ...nearby } = k6Search(() => {});
export const k6 = await findK6(nearby).catch(() => undefined);

/** One manager who is their own employee, for an API that does not look who asks. */
export const person = { id: 'u1', email: 'u1@example.com', accessToken: 'token' };
export const team: Team = { manager: person, employees: [person] };

/** A workload of two seconds at one height. */
export function briefly(more: Partial<Workload> & { readonly share?: number } = {}): Workload {
  const { share = 1, ...others } = more;
  const stages = [{ phase: 'steady', seconds: 2, share }];
  return { description: 'two seconds', order: 'in turn', startShare: share, stages, ...others };
}

/** A session on a target that is there. */
export function sessionOn(by: K6, target: LoadTarget, teams: readonly Team[] = [team]): Session {
  return {
    k6: by,
    target,
    teams,
    signal: new AbortController().signal,
    commandStartedAt: Date.now(),
    warnings: [],
    [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
  };
}

/** A target that is an API and nothing else. */
export function targetAt(apiUrl: string): LoadTarget {
  return {
    name: 'an answer',
    apiUrl,
    userPoolId: '',
    userPoolClientId: '',
    cognitoUrl: apiUrl,
    admin: { email: '', password: '' },
    aws: {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** A folder of the test file's own, gone when its tests have run. */
export async function ownFolder(name: string): Promise<string> {
  const made = mkdtemp(path.join(tmpdir(), `${name}-`));
  afterAll(async () => rm(await made, { recursive: true, force: true }));
  return made;
}
