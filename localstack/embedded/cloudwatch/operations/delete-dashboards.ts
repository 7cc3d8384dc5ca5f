import { defineOperation } from '../../core/operation.ts';
import { dashboardArn, onEach } from '../authorization.ts';
import { dashboardNotFound } from '../errors.ts';
import type { CloudWatchState } from '../state.ts';

interface DeleteDashboardsInput {
  readonly DashboardNames: readonly string[];
}

/** DeleteDashboards: all of them, or none where one is not there. */
export const deleteDashboards = defineOperation({
  name: 'DeleteDashboards',
  authorization: onEach('DeleteDashboards', 'DashboardNames', dashboardArn),
  run({ dashboards }: CloudWatchState, { DashboardNames }: DeleteDashboardsInput) {
    for (const name of DashboardNames) if (!dashboards.has(name)) throw dashboardNotFound(name);
    for (const name of DashboardNames) dashboards.delete(name);
    return {};
  },
});
