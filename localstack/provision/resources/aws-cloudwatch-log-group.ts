import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { type Decoded, number, text, withDefault } from '../arguments.ts';
import { defineResource } from '../define-resource.ts';
import type { Tools } from '../resource.ts';

const FIELDS = {
  name: text,
  /** Days; 0 keeps logs for ever. */
  retention_in_days: withDefault(number, 0),
};

/** A log group and how long it keeps what it is sent. */
export default defineResource<typeof FIELDS, LogGroup>({
  type: 'aws_cloudwatch_log_group',
  arguments: FIELDS,
  example: { g: { name: '/fixture/logs', retention_in_days: 30 } },
  attributes: ['arn', 'id'],
  foundBy: ['name'],
  holds: 'its logs',
  tags: {
    async read(_group, wanted, tools) {
      const logs = await tools.aws.logs();
      const { tags = {} } = await logs.listTagsForResource({ resourceArn: await arnOf(wanted, tools) });
      return tags;
    },
    async write(_group, wanted, { set, removed }, tools) {
      const logs = await tools.aws.logs();
      const resourceArn = await arnOf(wanted, tools);
      if (removed.length > 0) await logs.untagResource({ resourceArn, tagKeys: [...removed] });
      if (Object.keys(set).length > 0) await logs.tagResource({ resourceArn, tags: { ...set } });
    },
  },

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

  async delete(wanted, _group, { aws }) {
    const logs = await aws.logs();
    await logs.deleteLogGroup({ logGroupName: wanted.name });
  },

  describe: async (_group, wanted, tools) => ({ arn: await arnOf(wanted, tools), id: wanted.name }),
});

/** Terraform's ARN, which the tags belong to: the one without the trailing `:*` that AWS reports. */
async function arnOf({ name }: Decoded<typeof FIELDS>, { account, region }: Tools): Promise<string> {
  return `arn:aws:logs:${region}:${await account()}:log-group:${name}`;
}
