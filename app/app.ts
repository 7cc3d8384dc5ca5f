import Fastify, { type FastifyInstance } from 'fastify';
import openApi from '../docs/openapi.json' with { type: 'json' };
import { registerApprovalRoutes } from './approvals/approvals.routes.ts';
import { createApprovalService } from './approvals/approvals.service.ts';
import type { Executions } from './approvals/executions.ts';
import { createRequestHandOver } from './approvals/hand-over.ts';
import { createNotifyWorkflow } from './approvals/notify-workflow.ts';
import { type ClaimsOf, registerAuth } from './auth/plugin.ts';
import { registerCurrencyRoute } from './expenses/currencies.routes.ts';
import { createExpenseAccess } from './expenses/expense-access.ts';
import { registerExpenseRoutes } from './expenses/expenses.routes.ts';
import { createExpenseService } from './expenses/expenses.service.ts';
import type { ExpenseStore } from './expenses/expenses.store.ts';
import type { App } from './http/app-types.ts';
import { type RouteKeyOf, registerChosenRoute } from './http/chosen-route.ts';
import { registerErrorHandler } from './http/error-handler.ts';
import { registerRequestLog } from './http/request-log.ts';
import { registerParsing, registerStrictRequests, serverOptions } from './http/server-options.ts';
import { registerServiceRoutes } from './http/service.routes.ts';
import type { Log, Metrics } from './observability/observability.ts';
import type { Traces } from './observability/traces.ts';
import { createFileRemoval } from './receipts/file-removal.ts';
import type { ReceiptFiles } from './receipts/receipt-files.ts';
import { registerReceiptRoutes } from './receipts/receipts.routes.ts';
import { createReceiptService } from './receipts/receipts.service.ts';
import { createAuthorization } from './users/authorization.ts';
import type { Directory } from './users/directory.ts';
import { registerUserRoutes } from './users/users.routes.ts';
import { createUserService } from './users/users.service.ts';
import type { UserStore } from './users/users.store.ts';

/** The API's dependencies; {@link ./wiring/api.ts} creates them for AWS, tests create their own. */
export interface AppDeps {
  readonly expenses: ExpenseStore;
  readonly users: UserStore;
  readonly files: ReceiptFiles;
  readonly executions: Executions;
  readonly directory: Directory;
  readonly claimsOf: ClaimsOf;
  /** Default: no gateway in front of the application chooses the routes. */
  readonly routeKeyOf?: RouteKeyOf;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Pick<Traces, 'answered'>;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** The API. `prepare` is called before the first route is registered, for a caller that wants to see the routes. */
export function buildApp(deps: AppDeps, prepare?: (app: FastifyInstance) => void): App {
  const app: App = Fastify(serverOptions(deps.newId));
  const authorization = createAuthorization(deps);
  const access = createExpenseAccess({ ...deps, authorization });
  const notifyWorkflow = createNotifyWorkflow(deps.log, () => deps.metrics.count('WorkflowCallFailed'));
  const fileRemoval = createFileRemoval(deps.files, deps.log);
  const handOver = createRequestHandOver({ ...deps, notifyWorkflow });
  registerParsing(app);
  registerStrictRequests(app);
  registerErrorHandler(app, deps.log);
  registerRequestLog(app, deps);
  if (deps.routeKeyOf) registerChosenRoute(app, deps.routeKeyOf);
  registerAuth(app, deps.claimsOf);
  prepare?.(app);
  app.register(async (routes: App) => {
    registerServiceRoutes(routes, openApi);
    registerUserRoutes(routes, createUserService({ ...deps, authorization, handOver }));
    registerExpenseRoutes(routes, createExpenseService({ ...deps, access, fileRemoval }), deps.metrics);
    registerCurrencyRoute(routes);
    registerReceiptRoutes(routes, createReceiptService({ ...deps, access, fileRemoval }));
    registerApprovalRoutes(routes, createApprovalService({ ...deps, access, authorization, notifyWorkflow }));
  });
  return app;
}
