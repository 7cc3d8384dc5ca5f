/** The names of the members that `Patch` can remove. */
type Clearable<Patch> = { [Name in keyof Patch]-?: null extends Patch[Name] ? Name : never }[keyof Patch];

/** `Target` after a merge patch: members that can be removed are optional. */
export type Patched<Target, Patch> = Omit<Target, Clearable<Patch>> &
  Partial<Pick<Target, Clearable<Patch> & keyof Target>>;

/** `target` with the members of `patch`, and without those that are null in it (RFC 7396, for flat objects). */
export function mergePatch<
  Target extends object,
  Patch extends { [Name in keyof Target]?: Target[Name] | null | undefined },
>(target: Target, patch: Patch): Patched<Target, Patch> {
  const merged = Object.entries({ ...target, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as Patched<Target, Patch>;
}
