import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = { name: text, role: text, policy: jsonText };

/** An inline policy of a role. */
export default defineResource<typeof FIELDS, { readonly document: string }>({
  type: 'aws_iam_role_policy',
  arguments: FIELDS,
  example: {
    consume: {
      name: 'consume',
      role: ref('aws_iam_role.fn.name'),
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
            Resource: [ref('aws_sqs_queue.q.arn')],
          },
          {
            Effect: 'Allow',
            Action: [
              'dynamodb:GetRecords',
              'dynamodb:GetShardIterator',
              'dynamodb:DescribeStream',
              'dynamodb:ListStreams',
            ],
            Resource: [ref('aws_dynamodb_table.t.stream_arn')],
          },
        ],
      }),
    },
    deliver: {
      name: 'deliver-logs',
      role: ref('aws_iam_role.machine.name'),
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: ['*'] }],
      }),
    },
    call: {
      name: 'call',
      role: ref('aws_iam_role.schedule.name'),
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['lambda:InvokeFunction'],
            Resource: [ref('aws_lambda_function.fn.arn')],
          },
        ],
      }),
    },
  },
  attributes: ['id'],
  within: 'role',
  foundBy: ['role', 'name'],

  async read(wanted, { aws }) {
    const iam = await aws.iam();
    const found = await unlessNotFound(
      iam.getRolePolicy({ RoleName: wanted.role, PolicyName: wanted.name }),
      'NoSuchEntityException',
    );
    return found && { document: decodeURIComponent(found.PolicyDocument ?? '{}') };
  },

  async create(wanted, { aws }) {
    const iam = await aws.iam();
    await iam.putRolePolicy({
      RoleName: wanted.role,
      PolicyName: wanted.name,
      PolicyDocument: wanted.policy,
    });
    return { document: wanted.policy };
  },

  async update(wanted, found, tools) {
    return jsonDiffers(wanted.policy, found.document) ? this.create(wanted, tools) : undefined;
  },

  async delete(wanted, _found, { aws }) {
    const iam = await aws.iam();
    await iam.deleteRolePolicy({ RoleName: wanted.role, PolicyName: wanted.name });
  },

  describe: (_found, wanted) => ({ id: `${wanted.role}:${wanted.name}` }),
});
