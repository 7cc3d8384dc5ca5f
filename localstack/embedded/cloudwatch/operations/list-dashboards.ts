import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import type { CloudWatchState } from '../state.ts';

interface ListDashboardsInput {
  readonly DashboardNamePrefix?: string;
}

/** ListDashboards: the dashboards, with their sizes in bytes in place of their bodies. */
export const listDashboards = defineOperation({
  name: 'ListDashboards',
  authorization: onAll('ListDashboards'),
  run({ dashboards }: CloudWatchState, { DashboardNamePrefix = '' }: ListDashboardsInput) {
    const found = [...dashboards.values()].filter(({ DashboardName }) =>
      DashboardName.startsWith(DashboardNamePrefix),
    );
    return {
      DashboardEntries: found.map(({ DashboardName, DashboardArn, DashboardBody, LastModified }) => ({
        DashboardName,
        DashboardArn,
        LastModified: new Date(LastModified * 1000),
        Size: Buffer.byteLength(DashboardBody),
      })),
    };
  },
});
