/** Where the application says what happened, as structured entries. */
export interface Log {
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
}

/** Members of a log entry. Never a token, a link or the content of a receipt. */
export interface LogDetails {
  readonly [name: string]: string | number | boolean | Error | undefined;
}

/** The application's own metrics. */
export type MetricName =
  | 'ExpenseCreated'
  | 'ExpenseSubmitted'
  | 'StepApproved'
  | 'StepRejected'
  | 'WorkflowCallFailed'
  | 'ReceiptAccepted'
  | 'ReceiptRefused'
  | 'ApprovalReconciled'
  | 'ServerError';

/** Counts what happens. */
export interface Metrics {
  count(name: MetricName, by?: number): void;
}
