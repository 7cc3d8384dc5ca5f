import type { Approver } from '../policies/approval-policy.ts';
import type { Approval, ApprovalView } from './approval.schema.ts';

/** What callers see of an approval. */
export function approvalView(approval: Approval): ApprovalView {
  return {
    round: approval.round,
    steps: approval.steps.map((step) => {
      const { name, status, approvers, approver, moved, reassigned, decision, ...times } = step;
      return {
        name,
        status: decision ? decision.outcome : status === 'waiting' ? 'waiting' : 'pending',
        approver: approverView((approver ?? approvers[0] ?? '') as Approver),
        ...times,
        ...(decision ? { decision } : {}),
      };
    }),
  };
}

function approverView(approver: Approver): ApprovalView['steps'][number]['approver'] {
  if (approver === 'ROLE#finance') return { role: 'finance' };
  if (approver === 'ROLE#admin') return { role: 'admin' };
  return { userId: approver.slice('USER#'.length) };
}
