import { defineOperation } from '../../core/operation.ts';
import { onDashboard } from '../authorization.ts';
import { dashboardNotFound } from '../errors.ts';
import type { CloudWatchState } from '../state.ts';

interface GetDashboardInput {
  readonly DashboardName: string;
}

/** GetDashboard: a dashboard as it was put. */
export const getDashboard = defineOperation({
  name: 'GetDashboard',
  authorization: onDashboard('GetDashboard'),
  run({ dashboards }: CloudWatchState, { DashboardName }: GetDashboardInput) {
    const dashboard = dashboards.get(DashboardName);
    if (!dashboard) throw dashboardNotFound(DashboardName);
    const { LastModified: _when, ...found } = dashboard;
    return found;
  },
});
