import { textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { policyExists } from '../errors.ts';
import { describePolicy } from '../managed-policies.ts';
import type { ManagedPolicy, Tag } from '../model.ts';
import { checkPolicyDocument } from '../policy-document.ts';
import { type IamState, uniqueId } from '../store.ts';
import { pathOf, requiredName, withTags } from '../validation.ts';

/** The content of a managed policy, in characters. */
const POLICY_LIMIT = 6144;

interface CreatePolicyInput {
  readonly PolicyName?: string;
  readonly Path?: string;
  readonly PolicyDocument?: string;
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

/** CreatePolicy. */
export const createPolicy = defineOperation({
  name: 'CreatePolicy',
  authorization: ({ PolicyName, Path }, { accountId }) => [
    {
      action: 'iam:CreatePolicy',
      resource: `arn:aws:iam::${accountId}:policy${textOf(Path) || '/'}${textOf(PolicyName)}`,
    },
  ],
  run({ context, store }: IamState, input: CreatePolicyInput) {
    const name = requiredName(input.PolicyName, 'policyName', 128);
    const path = pathOf(input.Path);
    const arn = `arn:aws:iam::${context.accountId}:policy${path}${name}`;
    const document = checkPolicyDocument(input.PolicyDocument, 'identity', POLICY_LIMIT, `policy ${name}`);
    if ([...store.policies.values()].some((policy) => policy.PolicyName === name)) throw policyExists(name);
    const createdAt = context.clock.now();
    const policy: ManagedPolicy = {
      PolicyName: name,
      PolicyId: uniqueId(context, 'ANPA'),
      Arn: arn,
      Path: path,
      createdAt,
      tags: withTags([], input.Tags),
      versions: [{ id: 'v1', document, createdAt }],
      defaultVersion: 'v1',
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    store.policies.set(arn, policy);
    return { Policy: describePolicy(store, policy) };
  },
});
