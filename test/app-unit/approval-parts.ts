import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import type { DecisionInput } from '../../app/approvals/approval.ts';
import { type ApprovalService, createApprovalService } from '../../app/approvals/approvals.service.ts';
import { createExecutions, type Executions } from '../../app/approvals/executions.ts';
import { createNotifyWorkflow } from '../../app/approvals/notify-workflow.ts';
import { reconcile } from '../../app/approvals/reconcile.ts';
import type { Actor, Role } from '../../app/auth/actor.ts';
import { createExpenseAccess } from '../../app/expenses/expense-access.ts';
import type { Expense } from '../../app/expenses/expenses.schema.ts';
import { createExpenseStore, type ExpenseStore } from '../../app/expenses/expenses.store.ts';
import { etagOf } from '../../app/http/etag.ts';
import { anExpense } from '../../app/testing/builders.ts';
import { createAuthorization } from '../../app/users/authorization.ts';
import { newUser } from '../../app/users/user.ts';
import type { User } from '../../app/users/users.schema.ts';
import { createUserStore, type UserStore } from '../../app/users/users.store.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

export const actor = (id: string): Actor => ({ id, username: id, claimedRoles: ['employee'] });
export const [owner, manager, finance, admin] = [
  actor('owner'),
  actor('manager'),
  actor('finance'),
  actor('admin'),
];
const silent = { info: () => {}, warn: () => {}, error: () => {} };
export const notifyWorkflow = createNotifyWorkflow(silent);

/** The events of an expense's history, oldest first. */
export const events = (expense: Expense) => expense.history.map(({ event }) => event);

/** The approvals over real parts: the stores in DynamoDB, the state machine in Step Functions, and a clock that is passed. */
export interface ApprovalParts extends AsyncDisposable {
  readonly aws: AppAws;
  readonly expenses: ExpenseStore;
  readonly users: UserStore;
  readonly executions: Executions;
  readonly approvals: ApprovalService;
  /** The service with the calls to the workflow as given. */
  serviceWith(executions: Executions): ApprovalService;
  /** Somebody whom the product knows. There are an owner, who reports to a manager, finance and an admin. */
  addPerson(id: string, role: Role, managerId?: string): Promise<void>;
  changeUser(id: string, change: (user: User) => User): Promise<void>;
  /** Decides on what is there at this moment. */
  decide(by: Actor, id: string, input: DecisionInput, service?: ApprovalService): Promise<Expense>;
  draft(amount?: number): Promise<string>;
  /** A draft of somebody with a manager and that one's manager, who are new; `who` are the two. */
  draftWithLine(
    amount?: number,
  ): Promise<{ readonly id: string; readonly who: readonly string[]; readonly by: Actor }>;
  submit(amount?: number, service?: ApprovalService): Promise<string>;
  /** An expense, once everything that is due has happened. */
  load(id: string): Promise<Expense>;
  execution(id: string, round?: number): Promise<{ readonly status?: string | undefined }>;
  /** The states that an execution has been in. */
  statesOf(id: string): Promise<string[]>;
  reconcileNow(): ReturnType<typeof reconcile>;
  /** What goes wrong from now on, by rules of the testbed. */
  setFaults(rules: readonly object[]): Promise<void>;
}

/** Starts them. */
export async function startApprovalParts(): Promise<ApprovalParts> {
  const aws = await startAppAws();
  const expenses = createExpenseStore(aws.table);
  const users = createUserStore(aws.table);
  const executions = createExecutions(aws.sfn, aws.stateMachineArn);
  const executionArn = (id: string, round: number) =>
    `${aws.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}-${round}`;
  const parts: ApprovalParts = {
    aws,
    expenses,
    users,
    executions,
    approvals: serviceWith(executions),
    serviceWith,
    async addPerson(id, role, managerId) {
      const person = { id, username: id, email: `${id}@example.com`, name: id, roles: [role], at: '' };
      await users.add(newUser({ ...person, ...(managerId ? { managerId } : {}) }));
    },
    async changeUser(id, change) {
      const user = await users.load(id);
      if (!user || !(await users.save(change(user)))) throw new Error(`${id} could not be changed`);
    },
    async decide(by, id, input, service = parts.approvals) {
      const seen = await expenses.load(id);
      return service.decide(by, id, input, { ifMatch: etagOf(seen?.version ?? 0) });
    },
    async draft(amount = 12_000) {
      const id = uniqueName('expense');
      await expenses.add(anExpense({ id, amount }));
      return id;
    },
    async draftWithLine(amount = 12_000) {
      const [director, boss, employee] = [uniqueName('d'), uniqueName('m'), uniqueName('e')];
      await parts.addPerson(director, 'manager');
      await parts.addPerson(boss, 'manager', director);
      await parts.addPerson(employee, 'employee', boss);
      const id = uniqueName('expense');
      await expenses.add(anExpense({ id, amount, ownerId: employee }));
      return { id, who: [boss, director], by: actor(employee) };
    },
    async submit(amount = 12_000, service = parts.approvals) {
      const id = await parts.draft(amount);
      await service.submit(owner, id);
      await aws.pass(0);
      return id;
    },
    async load(id) {
      await aws.pass(0);
      const expense = await expenses.load(id);
      if (!expense) throw new Error(`No expense ${id}`);
      return expense;
    },
    async execution(id, round = 1) {
      await aws.pass(0);
      return aws.sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(id, round) }));
    },
    async statesOf(id) {
      const history = new GetExecutionHistoryCommand({ executionArn: executionArn(id, 1), maxResults: 1000 });
      const { events: all = [] } = await aws.sfn.send(history);
      return all.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    },
    reconcileNow: () => reconcile({ expenses, users, executions, notifyWorkflow, now: aws.now, log: silent }),
    async setFaults(rules) {
      const request = { method: 'POST', body: JSON.stringify({ rules }) };
      const response = await fetch(`${aws.aws.endpoint}/_testbed/faults`, request);
      if (!response.ok) throw new Error(`The testbed answered ${response.status}: ${await response.text()}`);
    },
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  };
  await parts.addPerson('manager', 'manager');
  await parts.addPerson('owner', 'employee', 'manager');
  await parts.addPerson('finance', 'finance');
  await parts.addPerson('admin', 'admin');
  return parts;

  function serviceWith(given: Executions): ApprovalService {
    const authorization = createAuthorization({ users });
    return createApprovalService({
      expenses,
      users,
      authorization,
      access: createExpenseAccess({ expenses, users, authorization }),
      executions: given,
      notifyWorkflow,
      now: aws.now,
      metrics: { count: () => {}, countBy: () => {}, measure: () => {} },
    });
  }
}
