/**
 * The application's own metrics, by the function that publishes them (dimensions `service`, the function, and `stage`).
 * The dashboard draws exactly these.
 */
export const metricNames = {
  http: [
    'ExpenseCreated',
    'ExpenseSubmitted',
    'StepApproved',
    'StepRejected',
    /** Seconds from submission to the decision that ends an approval. Automatic approvals have none. */
    'ApprovalTime',
    'WorkflowCallFailed',
    'ServerError',
  ],
  'receipt-processor': ['ReceiptAccepted', 'ReceiptRefused'],
  'sign-up': [],
  'pre-sign-up': [],
  reconciler: [
    /** Expenses with an approval in progress: a gauge, counted in the table every five minutes. */
    'ApprovalsWaiting',
    'ApprovalReconciled',
  ],
} as const;

/** A metric of the application. */
export type MetricName = (typeof metricNames)[keyof typeof metricNames][number];

/** Why a file is refused; a dimension of `ReceiptRefused`. */
export const refusalReasons = ['empty', 'too-large', 'unknown-type', 'type-mismatch', 'duplicate'] as const;
