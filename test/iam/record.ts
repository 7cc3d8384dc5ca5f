import { MEANT_TO_BE_DENIED, NOT_EXERCISED } from './exceptions.ts';
import { findingsOf, type RoleUse, staleExceptions } from './findings.ts';

/** What the embedded AWS at `endpoint` has recorded of each role since it started, or since it was told to forget. */
export async function recordedRoles(endpoint: string): Promise<readonly RoleUse[]> {
  const response = await fetch(`${endpoint}/_testbed/iam`);
  if (!response.ok) throw new Error(`${endpoint} has no record of permissions: ${await response.text()}`);
  return ((await response.json()) as { roles: readonly RoleUse[] }).roles;
}

/** Forgets what was used and denied. */
export async function forget(endpoint: string): Promise<void> {
  await fetch(`${endpoint}/_testbed/iam`, { method: 'DELETE' });
}

/** Says of each role what it is granted and never used, and needed and lacks; `clean` where that is nothing. */
export function reportOn(roles: readonly RoleUse[]): { lines: readonly string[]; clean: boolean } {
  const exceptions = { notExercised: NOT_EXERCISED, meantToBeDenied: MEANT_TO_BE_DENIED };
  const findings = findingsOf(roles, exceptions);
  const stale = staleExceptions(roles, exceptions);
  const lines = [
    ...findings.flatMap(({ role, granted, unused, missing }) => [
      `${role}: ${granted} grants, ${unused.length} never used, ${missing.length} missing`,
      ...unused.map((each) => `  granted, never used:  ${each}`),
      ...missing.map((each) => `  needed, not granted:  ${each}`),
    ]),
    ...stale.map(
      (name) => `test/iam/exceptions.ts lists ${name}, which is no exception any more: take it out.`,
    ),
    ...Object.entries(NOT_EXERCISED).map(([action, reason]) => `not exercised: ${action}: ${reason}`),
    ...Object.entries(MEANT_TO_BE_DENIED).map(([name, reason]) => `meant to be denied: ${name}: ${reason}`),
  ];
  const clean =
    roles.length > 0 &&
    stale.length === 0 &&
    findings.every(({ unused, missing }) => unused.length + missing.length === 0);
  return { lines, clean };
}
