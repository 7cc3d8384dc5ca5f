import { type Static, Type } from 'typebox';
import { Role } from '../auth/actor.ts';
import { Id, Moment, pageNext, strictObject } from '../http/schemas.ts';

export const UserView = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    roles: Type.Array(Role),
    managerId: Type.Union([Id, Type.Null()]),
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
