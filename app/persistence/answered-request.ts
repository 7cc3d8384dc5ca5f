import { type Static, Type } from 'typebox';
import { Id, Moment } from '../schema/basics.ts';

/** What an item records of a request that changed it; `made` is the id of what the request created inside it. */
export const AnsweredRequest = Type.Object({
  key: Type.String(),
  body: Type.String(),
  at: Moment,
  made: Type.Optional(Id),
});
export type AnsweredRequest = Static<typeof AnsweredRequest>;
