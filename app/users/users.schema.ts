import { type Static, Type } from 'typebox';
import { Role } from '../auth/actor.ts';
import { pageNext } from '../http/schemas.ts';
import { AnsweredRequest } from '../persistence/answered-request.ts';
import { Id, Moment, strictObject } from '../schema/basics.ts';

export const UserView = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    roles: Type.Array(Role),
    managerId: Type.Union([Id, Type.Null()]),
    active: Type.Boolean({ description: 'Whether an admin lets them take part; false after deactivation' }),
  },
  { title: 'User' },
);
export type UserView = Static<typeof UserView>;

/** A person as stored. */
export const User = Type.Object({
  id: Id,
  /** The name in the user pool. */
  username: Type.String(),
  email: Type.String(),
  name: Type.String(),
  roles: Type.Array(Role),
  managerId: Type.Optional(Id),
  /** The requests with an Idempotency-Key that changed them; never shown. */
  answered: Type.Optional(Type.Array(AnsweredRequest)),
  /** The ids of its latest writes, see `withWriteId`; never shown. */
  writes: Type.Optional(Type.Array(Type.String())),
  /** When an admin deactivated them; absent while they are active. */
  deactivatedAt: Type.Optional(Moment),
  /**
   * Set by a change after which expenses may wait for the wrong approvers, `from`: this person, who may no longer
   * decide, or a former manager of this person. The reconciler removes it.
   */
  handOver: Type.Optional(Type.Object({ at: Moment, from: Type.Array(Id) })),
  version: Type.Integer(),
  createdAt: Moment,
  updatedAt: Moment,
});
export type User = Static<typeof User>;

export const UserPage = Type.Object({ users: Type.Array(UserView), ...pageNext }, { title: 'UserPage' });
export type UserPage = Static<typeof UserPage>;

export const UserChange = Type.Partial(
  strictObject({
    roles: Type.Array(Role, { uniqueItems: true, description: 'employee is always among them' }),
    managerId: Type.Union([Id, Type.Null()]),
  }),
  { title: 'UserChange', additionalProperties: false, minProperties: 1 },
);
export type UserChange = Static<typeof UserChange>;

export const UserParams = Type.Object({ id: Type.String({ description: 'Of the person' }) });
