/** How a protocol writes instants: JSON and CBOR as seconds since the epoch, others as ISO 8601. */
export type TimestampForm = 'epoch-seconds' | 'iso-8601';

/**
 * The JSON form of an operation's output: dates in the form `timestamps`, bytes as base64, absent members left
 * out. What has nothing to convert is returned as it is, because most outputs are large and plain.
 */
export function toWire(value: unknown, timestamps: TimestampForm = 'epoch-seconds'): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return timestamps === 'iso-8601' ? isoSeconds(value) : value.getTime() / 1000;
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return mapArray(value, timestamps);
  return mapObject(value as Record<string, unknown>, timestamps);
}

/** Base64 of bytes, without copying them first. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** ISO 8601 in UTC, without a fraction where it is zero, as AWS writes it. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

function mapArray(values: readonly unknown[], timestamps: TimestampForm): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < values.length; index++) {
    const wire = toWire(values[index], timestamps);
    if (wire === values[index]) continue;
    copy ??= [...values];
    copy[index] = wire;
  }
  return copy ?? values;
}

function mapObject(object: Record<string, unknown>, timestamps: TimestampForm): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const name in object) {
    const wire = toWire(object[name], timestamps);
    if (wire === object[name]) continue;
    copy ??= { ...object };
    copy[name] = wire;
  }
  return copy ?? object;
}
