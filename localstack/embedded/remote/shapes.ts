/** Members that the SDK wants as a `Date`, where AWS's JSON has seconds since the epoch. */
const timestamps: Readonly<Record<string, readonly string[]>> = { cloudwatch: ['Timestamp'] };

/** An input with the wire's shape as the SDK takes it. */
export function toSdk(service: string, input: object): object {
  const dates = timestamps[service];
  return dates ? (withDates(input, dates) as object) : input;
}

function withDates(value: unknown, dates: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => withDates(element, dates));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      typeof member === 'number' && dates.includes(name)
        ? [name, new Date(member * 1000)]
        : [name, withDates(member, dates)],
    ),
  );
}

/** What the SDK answered, with its streams read and without its own metadata. */
export async function fromSdk(output: object): Promise<object> {
  const { $metadata: _, ...members } = output as Record<string, unknown>;
  for (const [name, member] of Object.entries(members)) {
    if (isStream(member)) members[name] = await member.transformToByteArray();
  }
  return members;
}

function isStream(value: unknown): value is { transformToByteArray(): Promise<Uint8Array> } {
  return typeof value === 'object' && value !== null && 'transformToByteArray' in value;
}
