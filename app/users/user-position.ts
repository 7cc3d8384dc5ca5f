import { type Static, Type } from 'typebox';
import { Id } from '../schema/basics.ts';

/** A place in the list of everyone: email and id of the last one shown. An email is far below DynamoDB's 1024 bytes. */
export const userPosition = {
  email: Type.String({ maxLength: 254, pattern: '^[^\\s\\p{C}@]+@[^\\s\\p{C}@]+$' }),
  id: Id,
};
export interface UserPosition {
  readonly email: Static<typeof userPosition.email>;
  readonly id: Static<typeof Id>;
}
