import { type Static, Type } from 'typebox';
import { Role } from '../auth/actor.ts';
import { Id, Moment } from '../schema/basics.ts';

export const Outcome = Type.Enum(['approved', 'rejected']);
export type Outcome = Static<typeof Outcome>;

export const Decision = Type.Object(
  { outcome: Outcome, by: Id, at: Moment, comment: Type.Optional(Type.String()) },
  { title: 'Decision' },
);
export type Decision = Static<typeof Decision>;

const stepTimes = {
  waitingSince: Type.Optional(Moment),
  remindedAt: Type.Optional(Moment),
  escalatedAt: Type.Optional(Moment),
  decision: Type.Optional(Decision),
};

/** A step that was moved away from its approver; default of `to`: the next approver in line. */
export const Move = Type.Object({
  /** Unique among the moves of the expense. */
  id: Type.String(),
  /** The queue of a person. */
  to: Type.Optional(Type.String()),
  /** The role in which that person decides. */
  role: Type.Optional(Type.Enum(['manager', 'finance'])),
  /** The new line of approvers, beginning with `to`; default: the line stays. */
  approvers: Type.Optional(Type.Array(Type.String())),
});
export type Move = Static<typeof Move>;

/** A step as stored: `approvers` are queues in the order in which they are asked; `approver` is the one asked now. */
export const ApprovalStep = Type.Object({
  name: Type.Enum(['manager', 'finance']),
  status: Type.Enum(['pending', 'waiting', 'decided']),
  approvers: Type.Array(Type.String()),
  approver: Type.Optional(Type.String()),
  /** Present until the workflow has received it. */
  moved: Type.Optional(Move),
  /** Whether an admin chose the approver. */
  reassigned: Type.Optional(Type.Boolean()),
  ...stepTimes,
});
export type ApprovalStep = Static<typeof ApprovalStep>;

export const Approval = Type.Object({ round: Type.Integer(), steps: Type.Array(ApprovalStep) });
export type Approval = Static<typeof Approval>;

/** The approval as callers see it. */
export const ApprovalView = Type.Object(
  {
    round: Type.Integer({ description: 'How many times the expense was submitted' }),
    steps: Type.Array(
      Type.Object({
        name: Type.Enum(['manager', 'finance']),
        status: Type.Enum(['pending', 'waiting', 'approved', 'rejected']),
        approver: Type.Object(
          { userId: Type.Optional(Id), role: Type.Optional(Role) },
          { description: 'Who is asked: a person, or anyone with a role' },
        ),
        ...stepTimes,
      }),
    ),
  },
  { title: 'Approval' },
);
export type ApprovalView = Static<typeof ApprovalView>;
