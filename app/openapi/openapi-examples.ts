import { problem, problemBody } from '../errors/problems.ts';
import { newExpense } from '../expenses/expense.ts';
import { expenseSummary, expenseView } from '../expenses/expense-view.ts';
import type { NewExpense } from '../expenses/expenses.schema.ts';
import { receiptLimits } from '../receipts/receipts.schema.ts';
import { newUser, userView } from '../users/user.ts';

const [ann, bob] = ['018f6f0e-6f2a-4c61-9d5c-0d8e1f3a7b10', '018f6f0e-7a91-4e0b-8c52-5b1f0a9d2c34'];
const [expenseId, receiptId] = [
  '0199a3f4-1c7d-4b2e-9f60-3d5a8c1e7f21',
  '0199a3f6-52b8-4d17-8a0c-6e9f4b2d1c83',
];
const at = '2026-11-02T18:24:05.123Z';

const dinner: NewExpense = {
  merchant: 'Hotel Bellevue',
  category: 'lodging',
  amount: 18_000,
  currency: 'EUR',
  incurredOn: '2026-11-02',
  description: 'One night, for the fair',
  tags: ['fair'],
};
const draft = newExpense(dinner, { id: expenseId, ownerId: ann, at });
const user = userView(
  newUser({ id: ann, username: ann, email: 'ann@example.com', name: 'Ann Lee', managerId: bob, at }),
);
const receipt = {
  id: receiptId,
  fileName: 'bill.pdf',
  contentType: 'application/pdf',
  status: 'accepted',
  size: 48_213,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  createdAt: at,
  processedAt: '2026-11-02T18:25:11.508Z',
};
const { size, sha256, processedAt, ...announced } = { ...receipt, status: 'pending' };
const bucket = 'https://expense-tracker-receipts.s3.us-east-1.amazonaws.com/';
const expiresAt = '2026-11-02T18:39:05.123Z';
const message = 'must be one of travel, lodging, meals, entertainment, office, software, training, other';

/** An example of each body and answer, by the title of its schema; where the application makes it, by its own functions. */
export const examples: Readonly<Record<string, unknown>> = {
  NewExpense: dinner,
  ExpenseChange: { amount: 19_500, description: null },
  Expense: expenseView(draft),
  ExpensePage: { expenses: [expenseSummary(draft)] },
  Reassign: { userId: bob, comment: 'On leave until Monday' },
  NewReceipt: { contentType: receipt.contentType, fileName: receipt.fileName },
  ReceiptUpload: {
    receipt: announced,
    upload: {
      url: bucket,
      fields: { key: `receipts/${expenseId}/${receiptId}`, 'Content-Type': receipt.contentType, Policy: '…' },
      maxSize: receiptLimits.maxSize,
      expiresAt,
    },
  },
  ReceiptDownload: {
    receipt,
    download: { url: `${bucket}receipts/${expenseId}/${receiptId}?X-Amz-Signature=…`, expiresAt },
  },
  Approve: { comment: 'Thank you' },
  Reject: { comment: 'The bill is of another day' },
  User: user,
  UserPage: { users: [user] },
  UserChange: { roles: ['employee', 'manager'], managerId: bob },
  Health: { status: 'ok' },
  Problem: problemBody(
    problem('request.invalid', { errors: [{ pointer: '/category', message }] }),
    'KQlTohVqIAMEPeg=',
  ),
  GatewayAnswer: { message: 'Unauthorized' },
};
