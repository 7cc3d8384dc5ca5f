/** The members of an update that were sent: what is undefined stays as it was. */
export function sentMembers(changes: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
