import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { number, text, withDefault } from '../arguments.ts';
import { defineResource } from '../define-resource.ts';

const FIELDS = {
  name: text,
  /** Days; 0 keeps logs for ever. */
  retention_in_days: withDefault(number, 0),
};

/** A log group and how long it keeps what it is sent. */
export default defineResource<typeof FIELDS, LogGroup>({
  type: 'aws_cloudwatch_log_group',
  arguments: FIELDS,
  attributes: ['arn', 'id'],

  async read(wanted, { aws }) {
    const logs = await aws.logs();
    const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: wanted.name });
    return logGroups.find((group) => group.logGroupName === wanted.name);
  },

  async create(wanted, { aws, tags }) {
    const logs = await aws.logs();
    await logs.createLogGroup({ logGroupName: wanted.name, tags: { ...tags } });
    if (wanted.retention_in_days > 0) {
      await logs.putRetentionPolicy({
        logGroupName: wanted.name,
        retentionInDays: wanted.retention_in_days,
      });
    }
    return {};
  },

  async update(wanted, found, { aws }) {
    if (wanted.retention_in_days === (found.retentionInDays ?? 0)) return undefined;
    const logs = await aws.logs();
    const logGroupName = wanted.name;
    if (wanted.retention_in_days === 0) await logs.deleteRetentionPolicy({ logGroupName });
    else await logs.putRetentionPolicy({ logGroupName, retentionInDays: wanted.retention_in_days });
    return found;
  },

  // Terraform's ARN is the one without the trailing `:*` that AWS reports.
  describe: async (_group, wanted, { account, region }) => ({
    arn: `arn:aws:logs:${region}:${await account()}:log-group:${wanted.name}`,
    id: wanted.name,
  }),
});
