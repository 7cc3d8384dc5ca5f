/** Settings of the embedded Step Functions. AWS keeps everything for 90 days; memory asks for less. */
export interface StepFunctionsSettings {
  /** How many closed executions keep their history; the oldest lose it first. Default: 1,000. */
  readonly closedHistories?: number;
  /** How many closed executions can be described and listed; the oldest are forgotten first. Default: 10,000. */
  readonly closedExecutions?: number;
}

/** What holds where nothing was set. */
export const DEFAULT_SETTINGS: Required<StepFunctionsSettings> = {
  closedHistories: 1_000,
  closedExecutions: 10_000,
};
