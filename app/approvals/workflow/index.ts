export { approvalWorkflow, type WorkflowInput } from './approval-workflow.ts';
export type { WorkflowRefs } from './expense-update.ts';
export type { State, StateMachineDefinition } from './states.ts';
export type { ApprovalTiming } from './waiting.ts';
