/**
 * The application's own metrics, by what each function tells CloudWatch (dimensions `service`, the function, and
 * `stage`). The dashboard draws exactly these names.
 */
export const metricNames = {
  http: [
    'ExpenseCreated',
    'ExpenseSubmitted',
    'StepApproved',
    'StepRejected',
    /** Seconds from submission to the decision that ends an approval. Expenses that nobody is asked about have none. */
    'ApprovalTime',
    'WorkflowCallFailed',
    'ServerError',
  ],
  'receipt-processor': ['ReceiptAccepted', 'ReceiptRefused'],
  'sign-up': [],
  'pre-sign-up': [],
  reconciler: [
    /** Expenses with an approval under way: a gauge, counted in the table every five minutes. */
    'ApprovalsWaiting',
    'ApprovalReconciled',
  ],
} as const;

/** A metric of the application. */
export type MetricName = (typeof metricNames)[keyof typeof metricNames][number];

/** Why a file is refused; `ReceiptRefused` is told of by `reason` as well. */
export const refusalReasons = ['empty', 'too-large', 'unknown-type', 'type-mismatch', 'duplicate'] as const;
