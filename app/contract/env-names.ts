/**
 * The environment variables of each Lambda function. The infrastructure writes exactly these, and
 * {@link ../config/config.ts | loadConfig} reads exactly these, so that neither can forget one.
 */
const common = ['STAGE', 'LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE'] as const;

export const envNames = {
  http: [
    ...common,
    'EXPENSES_TABLE',
    'RECEIPTS_BUCKET',
    'RECEIPT_QUEUE_URL',
    'USER_POOL_ID',
    'APPROVAL_STATE_MACHINE_ARN',
  ],
  'receipt-processor': [...common, 'EXPENSES_TABLE', 'RECEIPTS_BUCKET'],
  'sign-up': [...common, 'EXPENSES_TABLE'],
  'pre-sign-up': [...common, 'SIGN_UP_DOMAINS'],
  reconciler: [...common, 'EXPENSES_TABLE', 'RECEIPTS_BUCKET', 'APPROVAL_STATE_MACHINE_ARN'],
} as const;

/** The Lambda functions of the product; each has an entry file of that name in app/lambda. */
export type FunctionName = keyof typeof envNames;

/** A variable that some function needs. */
export type EnvName = (typeof envNames)[FunctionName][number];
