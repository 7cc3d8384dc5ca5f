import { defineOperation } from '../../core/operation.ts';
import { dashboardArn, onDashboard } from '../authorization.ts';
import { invalidDashboard } from '../errors.ts';
import type { CloudWatchState } from '../state.ts';

interface PutDashboardInput {
  readonly DashboardName: string;
  /** JSON. */
  readonly DashboardBody: string;
}

/** PutDashboard: checks that a dashboard is JSON with widgets, and keeps it. */
export const putDashboard = defineOperation({
  name: 'PutDashboard',
  authorization: onDashboard('PutDashboard'),
  run({ context, dashboards }: CloudWatchState, { DashboardName, DashboardBody }: PutDashboardInput) {
    if (!/^[\w-]{1,255}$/.test(DashboardName)) {
      throw invalidDashboard(
        `The value ${DashboardName} for field DashboardName contains invalid characters.`,
      );
    }
    requireWidgets(DashboardBody);
    dashboards.set(DashboardName, {
      DashboardName,
      DashboardArn: dashboardArn(DashboardName, context),
      DashboardBody,
      LastModified: context.clock.now() / 1000,
    });
    return { DashboardValidationMessages: [] };
  },
});

function requireWidgets(body: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw invalidDashboard('The field DashboardBody must be a valid JSON object');
  }
  if (Array.isArray((parsed as { readonly widgets?: unknown } | null)?.widgets)) return;
  throw invalidDashboard('The dashboard body is invalid: "widgets" must be an array.');
}
