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

/** A person as they are kept. */
export const User = Type.Object({
  id: Id,
  /** The name in the user pool. */
  username: Type.String(),
  email: Type.String(),
  name: Type.String(),
  roles: Type.Array(Role),
  managerId: Type.Optional(Id),
  /** The requests with an Idempotency-Key that changed it; never shown. */
  answered: Type.Optional(Type.Array(AnsweredRequest)),
  /** The ids of its latest writes, see `withWriteId`; never shown. */
  writes: Type.Optional(Type.Array(Type.String())),
  /** Since when an admin keeps them from everything that is not their own; absent while they are active. */
  deactivatedAt: Type.Optional(Moment),
  /**
   * Since a change after which expenses may wait with the wrong people: with this person, who may not decide them any more,
   * or expenses of this person's with a manager of before. `from` are those approvers. The reconciler takes it away.
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
