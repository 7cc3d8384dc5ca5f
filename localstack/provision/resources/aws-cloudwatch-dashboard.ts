import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = { dashboard_name: text, dashboard_body: jsonText };

interface Dashboard {
  readonly arn: string;
  readonly body: string;
}

/** A dashboard; its body is JSON text. */
export default defineResource<typeof FIELDS, Dashboard>({
  type: 'aws_cloudwatch_dashboard',
  arguments: FIELDS,
  attributes: ['dashboard_arn', 'id'],

  async read(wanted, { aws }) {
    const cloudwatch = await aws.cloudwatch();
    const found = await unlessNotFound(
      cloudwatch.getDashboard({ DashboardName: wanted.dashboard_name }),
      'DashboardNotFoundError',
      'ResourceNotFound',
    );
    return found && { arn: found.DashboardArn ?? '', body: found.DashboardBody ?? '{}' };
  },

  async create(wanted, tools) {
    const cloudwatch = await tools.aws.cloudwatch();
    await cloudwatch.putDashboard({
      DashboardName: wanted.dashboard_name,
      DashboardBody: wanted.dashboard_body,
    });
    return (await this.read(wanted, tools)) as Dashboard;
  },

  async update(wanted, found, tools) {
    return jsonDiffers(wanted.dashboard_body, found.body) ? this.create(wanted, tools) : undefined;
  },

  describe: (found, wanted) => ({ dashboard_arn: found.arn, id: wanted.dashboard_name }),
});
