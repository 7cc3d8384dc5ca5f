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

/** That a step was taken from whoever is asked: it goes to `to`, or else to the next one in line. */
export const Move = Type.Object({
  /** Tells it from other moves of the expense. */
  id: Type.String(),
  /** A person's queue. */
  to: Type.Optional(Type.String()),
  /** The role in which that person decides. */
  role: Type.Optional(Type.Enum(['manager', 'finance'])),
  /** The line that the step has from now on, `to` being the first of it; without it the line stays. */
  approvers: Type.Optional(Type.Array(Type.String())),
});
export type Move = Static<typeof Move>;

/** A step as it is kept: `approvers` are queues, the first asked first; `approver` is the one asked now. */
export const ApprovalStep = Type.Object({
  name: Type.Enum(['manager', 'finance']),
  status: Type.Enum(['pending', 'waiting', 'decided']),
  approvers: Type.Array(Type.String()),
  approver: Type.Optional(Type.String()),
  /** Until the workflow has taken notice of it. */
  moved: Type.Optional(Move),
  /** Whether an admin has chosen who is asked. */
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
