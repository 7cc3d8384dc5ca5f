import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import { type Decoded, number, optional, text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  name: text,
  user_pool_id: text,
  description: optional(text),
  precedence: optional(number),
};

/** A group of a user pool. */
export default defineResource<typeof FIELDS, GroupType>({
  type: 'aws_cognito_user_group',
  arguments: FIELDS,
  example: {
    g: {
      name: 'manager',
      user_pool_id: ref('aws_cognito_user_pool.p.id'),
      description: 'Leads',
      precedence: 3,
    },
  },
  attributes: ['id'],
  within: 'user_pool_id',
  foundBy: ['user_pool_id', 'name'],
  holds: 'who is in it',

  async read(wanted, { aws }) {
    const cognito = await aws.cognito();
    const found = await unlessNotFound(
      cognito.getGroup({ UserPoolId: wanted.user_pool_id, GroupName: wanted.name }),
      'ResourceNotFoundException',
    );
    return found?.Group;
  },

  async create(wanted, { aws }) {
    const cognito = await aws.cognito();
    const { Group } = await cognito.createGroup(groupOf(wanted));
    return Group as GroupType;
  },

  async update(wanted, found, { aws }) {
    if (!differs(groupOf(wanted), found)) return undefined;
    const cognito = await aws.cognito();
    // UpdateGroup leaves as it is what it is not told; no description and no precedence are the empty ones.
    const { Group } = await cognito.updateGroup({
      ...groupOf(wanted),
      Description: wanted.description ?? '',
      Precedence: wanted.precedence ?? 0,
    });
    return Group;
  },

  async delete(wanted, _group, { aws }) {
    const cognito = await aws.cognito();
    await cognito.deleteGroup({ UserPoolId: wanted.user_pool_id, GroupName: wanted.name });
  },

  describe: (_group, wanted) => ({ id: `${wanted.user_pool_id}/${wanted.name}` }),
});

function groupOf(wanted: Decoded<typeof FIELDS>) {
  return {
    UserPoolId: wanted.user_pool_id,
    GroupName: wanted.name,
    Description: wanted.description,
    Precedence: wanted.precedence,
  };
}
