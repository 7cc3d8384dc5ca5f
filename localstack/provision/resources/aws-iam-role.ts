import type { Role } from '@aws-sdk/client-iam';
import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';
import { tagList } from './tags.ts';

const FIELDS = { name: text, assume_role_policy: jsonText };

/** A role and who may assume it. */
export default defineResource<typeof FIELDS, Role>({
  type: 'aws_iam_role',
  arguments: FIELDS,
  attributes: ['arn', 'id', 'unique_id'],
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
    });
    return role as Role;
  },

  async update(wanted, found, { aws }) {
    const document = decodeURIComponent(found.AssumeRolePolicyDocument ?? '{}');
    if (!jsonDiffers(wanted.assume_role_policy, document)) return undefined;
    const iam = await aws.iam();
    await iam.updateAssumeRolePolicy({
      RoleName: wanted.name,
      PolicyDocument: wanted.assume_role_policy,
    });
    return found;
  },

  describe: (role) => ({ arn: role.Arn ?? '', id: role.RoleName ?? '', unique_id: role.RoleId ?? '' }),
});
