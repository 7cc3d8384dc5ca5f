import { AwsError } from '../../core/errors.ts';
import type { CloudWatchRoom } from '../room.ts';

/** Dashboards: documents that are checked to be JSON with widgets, kept and returned. */
export function dashboardOperations({ dashboards, context }: CloudWatchRoom) {
  const missing = (name: string) =>
    new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404);
  return {
    PutDashboard({
      DashboardName,
      DashboardBody,
    }: {
      readonly DashboardName: string;
      readonly DashboardBody: string;
    }) {
      if (!/^[\w-]{1,255}$/.test(DashboardName)) {
        throw new AwsError(
          'DashboardInvalidInputError',
          `The value ${DashboardName} for field DashboardName contains invalid characters.`,
        );
      }
      requireWidgets(DashboardBody);
      dashboards.set(DashboardName, {
        DashboardName,
        DashboardArn: `arn:aws:cloudwatch::${context.accountId}:dashboard/${DashboardName}`,
        DashboardBody,
        LastModified: context.clock.now() / 1000,
      });
      return { DashboardValidationMessages: [] };
    },
    GetDashboard({ DashboardName }: { readonly DashboardName: string }) {
      const dashboard = dashboards.get(DashboardName);
      if (!dashboard) throw missing(DashboardName);
      const { LastModified: _when, ...found } = dashboard;
      return found;
    },
    DeleteDashboards({ DashboardNames }: { readonly DashboardNames: readonly string[] }) {
      for (const name of DashboardNames) if (!dashboards.has(name)) throw missing(name);
      for (const name of DashboardNames) dashboards.delete(name);
      return {};
    },
    ListDashboards({ DashboardNamePrefix = '' }: { readonly DashboardNamePrefix?: string }) {
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
  };
}

function requireWidgets(body: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new AwsError('DashboardInvalidInputError', 'The field DashboardBody must be a valid JSON object');
  }
  if (Array.isArray((parsed as { readonly widgets?: unknown } | null)?.widgets)) return;
  throw new AwsError(
    'DashboardInvalidInputError',
    'The dashboard body is invalid: "widgets" must be an array.',
  );
}
