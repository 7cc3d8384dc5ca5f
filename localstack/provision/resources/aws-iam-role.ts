import type { IAM, Role } from '@aws-sdk/client-iam';
import { jsonText, optional, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';
import { tagList, tagsOfList } from './tags.ts';

const FIELDS = { name: text, assume_role_policy: jsonText, permissions_boundary: optional(text) };

/** A role and who may assume it. */
export default defineResource<typeof FIELDS, Role>({
  type: 'aws_iam_role',
  arguments: FIELDS,
  example: {
    fn: {
      name: 'fixture-fn',
      assume_role_policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    },
    machine: {
      name: 'fixture-machine',
      assume_role_policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    },
    schedule: {
      name: 'fixture-schedule',
      assume_role_policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    },
  },
  attributes: ['arn', 'id', 'unique_id'],
  foundBy: ['name'],
  tags: {
    read: async (role) => tagsOfList(role.Tags),
    async write({ RoleName }, _wanted, { set, removed }, { aws }) {
      const iam = await aws.iam();
      if (removed.length > 0) await iam.untagRole({ RoleName, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await iam.tagRole({ RoleName, Tags: tagList(set) });
    },
  },
  // A principal named in the policy may have been made a moment ago.
  passing: [{ name: 'MalformedPolicyDocumentException', message: /Invalid principal/ }],

  async read(wanted, { aws }) {
    const iam = await aws.iam();
    const found = await unlessNotFound(iam.getRole({ RoleName: wanted.name }), 'NoSuchEntityException');
    return found?.Role;
  },

  async create(wanted, { aws, tags }) {
    const iam = await aws.iam();
    const { Role: role } = await iam.createRole({
      RoleName: wanted.name,
      AssumeRolePolicyDocument: wanted.assume_role_policy,
      Tags: tagList(tags),
      ...(wanted.permissions_boundary && { PermissionsBoundary: wanted.permissions_boundary }),
    });
    return role as Role;
  },

  async update(wanted, found, { aws }) {
    const document = decodeURIComponent(found.AssumeRolePolicyDocument ?? '{}');
    const newTrust = jsonDiffers(wanted.assume_role_policy, document);
    const newBoundary = found.PermissionsBoundary?.PermissionsBoundaryArn !== wanted.permissions_boundary;
    if (!newTrust && !newBoundary) return undefined;
    const iam = await aws.iam();
    const RoleName = wanted.name;
    if (newTrust) await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: wanted.assume_role_policy });
    if (newBoundary) await bound(iam, RoleName, wanted.permissions_boundary);
    return found;
  },

  // IAM deletes no role that still has policies; those of the definition are made again after it.
  async delete(_wanted, { RoleName }, { aws }) {
    const iam = await aws.iam();
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
    for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName });
    await iam.deleteRole({ RoleName });
  },

  describe: (role) => ({ arn: role.Arn ?? '', id: role.RoleName ?? '', unique_id: role.RoleId ?? '' }),
});

async function bound(iam: IAM, RoleName: string, boundary: string | undefined): Promise<void> {
  if (boundary === undefined) await iam.deleteRolePermissionsBoundary({ RoleName });
  else await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: boundary });
}
