import { createHash } from 'node:crypto';
import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { Value } from 'typebox/value';
import { problem } from '../errors/problems.ts';
import { hashOf } from './idempotency.ts';

/** The cursors of one caller's list with certain filters. */
export interface ListCursors<Position> {
  /** `position` as an opaque text. */
  write(position: Position): string;
  /** The position in `cursor`. Throws `request.cursor` for anything but a cursor of this list with these filters. */
  read(cursor: string): Position;
}

/**
 * The cursors of the list `name`, whose positions have these `fields`. A cursor is the JSON of those fields and of a
 * fingerprint of list, caller and filters, in base64url. It needs no signature: a forged one can only name a position
 * in the caller's own list. So the schema of a field has to be strict enough to make a key of DynamoDB from it.
 */
export function createCursors<Fields extends TProperties>(
  name: string,
  fields: Fields,
): (callerId: string, filters?: object) => ListCursors<Static<TObject<Fields>>> {
  type Position = Static<TObject<Fields>>;
  const Position = Type.Object(fields, { additionalProperties: false });
  return (callerId, filters = {}) => {
    const list = fingerprint(JSON.stringify([name, callerId, hashOf(filters)]));
    return {
      write: (position) => Buffer.from(JSON.stringify([list, position])).toString('base64url'),
      read(cursor) {
        const [of, position] = contentOf(cursor);
        if (of !== list || !Value.Check(Position, position)) throw refusal();
        return position as Position;
      },
    };
  };
}

/** The content of `cursor`, of any shape; empty when it is not written as {@link ListCursors.write} does. */
function contentOf(cursor: string): readonly unknown[] {
  try {
    const bytes = Buffer.from(cursor, 'base64url');
    const content: unknown = JSON.parse(bytes.toString());
    const canonical = Buffer.from(JSON.stringify(content)).toString('base64url') === cursor;
    return canonical && Array.isArray(content) && content.length === 2 ? content : [];
  } catch {
    return [];
  }
}

function refusal() {
  const message = 'must be a cursor that this list with these filters gave';
  return problem('request.cursor', { errors: [{ pointer: 'query/cursor', message }] });
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
