import { type Static, Type } from 'typebox';
import { Id, strictObject } from '../schema/basics.ts';
import { lines } from '../schema/text-schemas.ts';

const Comment = lines({ max: 1000 });

export const ApproveBody = strictObject({ comment: Type.Optional(Comment) }, { title: 'Approve' });
export type ApproveBody = Static<typeof ApproveBody>;

export const RejectBody = strictObject({ comment: Comment }, { title: 'Reject' });
export type RejectBody = Static<typeof RejectBody>;

export const ReassignBody = strictObject({ userId: Id, comment: Comment }, { title: 'Reassign' });
export type ReassignBody = Static<typeof ReassignBody>;
