import { type TProperties, Type } from 'typebox';

/** A moment: ISO 8601 in UTC. */
export const Moment = Type.String({ format: 'date-time' });

/** The id of an expense, a receipt or a person. */
export const Id = Type.String({ format: 'uuid' });

/** The pattern of visible ASCII characters; {@link ../http/field-errors.ts} puts it into a sentence. */
export const visibleAscii = '^[\\x21-\\x7e]+$';

/** An object that has no other members than these. */
export function strictObject<T extends TProperties>(properties: T, options: { title?: string } = {}) {
  return Type.Object(properties, { ...options, additionalProperties: false });
}
