import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = { dashboard_name: text, dashboard_body: jsonText };

/** A dashboard; its body is JSON text. */
export default defineResource<typeof FIELDS, { readonly body: string }>({
  type: 'aws_cloudwatch_dashboard',
  arguments: FIELDS,
  example: {
    d: {
      dashboard_name: 'fixture',
      dashboard_body: JSON.stringify({
        widgets: [{ type: 'text', x: 0, y: 0, width: 6, height: 2, properties: { markdown: 'one' } }],
      }),
    },
  },
  attributes: ['dashboard_arn', 'id'],
  foundBy: ['dashboard_name'],

  async read(wanted, { aws }) {
    const cloudwatch = await aws.cloudwatch();
    const found = await unlessNotFound(
      cloudwatch.getDashboard({ DashboardName: wanted.dashboard_name }),
      'DashboardNotFoundError',
      'ResourceNotFound',
      // What LocalStack 4.14 says instead.
      'InvalidParameterValueException',
    );
    return found && { body: found.DashboardBody ?? '{}' };
  },

  async create(wanted, { aws }) {
    const cloudwatch = await aws.cloudwatch();
    await cloudwatch.putDashboard({
      DashboardName: wanted.dashboard_name,
      DashboardBody: wanted.dashboard_body,
    });
    return { body: wanted.dashboard_body };
  },

  async update(wanted, found, tools) {
    return jsonDiffers(wanted.dashboard_body, found.body) ? this.create(wanted, tools) : undefined;
  },

  async delete(wanted, _found, { aws }) {
    const cloudwatch = await aws.cloudwatch();
    await cloudwatch.deleteDashboards({ DashboardNames: [wanted.dashboard_name] });
  },

  describe: async (_found, wanted, { account }) => ({
    dashboard_arn: `arn:aws:cloudwatch::${await account()}:dashboard/${wanted.dashboard_name}`,
    id: wanted.dashboard_name,
  }),
});
