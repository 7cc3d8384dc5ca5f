/**
 * The part of the States Language (https://states-language.net) that the approval uses, with JSONata as the query
 * language.
 */
export interface StateMachineDefinition {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State = TaskState | ChoiceState | PassState | WaitState | EndState;

export interface TaskState {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Arguments: object;
  /** Seconds, or JSONata for them; a task without a timeout would wait for a year. */
  readonly TimeoutSeconds: number | string;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
  readonly Next: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly JitterStrategy: 'FULL';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Comment?: string;
  readonly Choices: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default: string;
}

export interface PassState {
  readonly Type: 'Pass';
  readonly Comment?: string;
  readonly Assign: Readonly<Record<string, unknown>>;
  readonly Next: string;
}

export interface WaitState {
  readonly Type: 'Wait';
  readonly Comment?: string;
  readonly Seconds: number;
  readonly Next: string;
}

export interface EndState {
  readonly Type: 'Succeed' | 'Fail';
  readonly Comment?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

/** The names of the approval's states. */
export const stateNames = {
  begin: 'Begin',
  nextStep: 'MoreSteps',
  await: 'AwaitDecision',
  awaitReminded: 'AwaitDecisionAfterReminder',
  canEscalate: 'AnyoneAbove',
  nextApprover: 'NextApprover',
  awaitEscalated: 'AwaitDecisionAfterEscalation',
  awaitOnward: 'AwaitDecisionWithNewToken',
  silence: 'AfterSilence',
  moved: 'Moved',
  otherApprover: 'OtherApprover',
  pause: 'Pause',
  askAgain: 'AskAgain',
  readBack: 'ReadExpense',
  whatHappened: 'WhatHappened',
  decided: 'Decided',
  stepDone: 'StepApproved',
  approve: 'RecordApproval',
  reject: 'RecordRejection',
  approved: 'Approved',
  rejected: 'Rejected',
  superseded: 'Superseded',
  failed: 'Failed',
} as const;
