import type { EmbeddedContext } from '../core/context.ts';
import type { Operation } from '../core/service.ts';
import { encodeRfc3986 } from '../protocol/canonical.ts';
import { boundaryUsage } from './boundaries.ts';
import { deleteConflict, noSuchVersion, policyExists } from './errors.ts';
import { type IamStore, type ManagedPolicy, type Tag, uniqueId } from './model.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { requiredArn } from './role-policies.ts';
import { pathOf, requiredName, withTags } from './validation.ts';

interface CreatePolicyInput {
  readonly PolicyName?: string;
  readonly Path?: string;
  readonly PolicyDocument?: string;
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

interface PolicyInput {
  readonly PolicyArn?: string;
  readonly VersionId?: string;
}

const POLICY_LIMIT = 6144;

/** The operations on managed policies. */
export function policyOperations(context: EmbeddedContext, store: IamStore): Record<string, Operation> {
  const policyOf = (input: PolicyInput) => store.policy(requiredArn(input.PolicyArn));
  const attachments = (arn: string) =>
    [...store.roles.values()].filter((role) => role.attached.includes(arn)).length;
  const describe = (policy: ManagedPolicy) => ({
    PolicyName: policy.PolicyName,
    PolicyId: policy.PolicyId,
    Arn: policy.Arn,
    Path: policy.Path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments(policy.Arn),
    PermissionsBoundaryUsageCount: boundaryUsage(store, policy.Arn),
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.versions.at(-1)?.createdAt ?? policy.createdAt),
    Tags: policy.tags.length > 0 ? policy.tags : undefined,
  });

  return {
    CreatePolicy(input: CreatePolicyInput) {
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
      return { Policy: describe(policy) };
    },
    GetPolicy: (input: PolicyInput) => ({ Policy: describe(policyOf(input)) }),
    GetPolicyVersion(input: PolicyInput) {
      const policy = policyOf(input);
      const version = policy.versions.find(({ id }) => id === input.VersionId);
      if (!version) throw noSuchVersion(policy.Arn, input.VersionId ?? '');
      return { PolicyVersion: { ...versionOf(policy, version), Document: encodeRfc3986(version.document) } };
    },
    ListPolicyVersions(input: PolicyInput) {
      const policy = policyOf(input);
      return { Versions: policy.versions.map((version) => versionOf(policy, version)), IsTruncated: false };
    },
    DeletePolicy(input: PolicyInput) {
      const policy = policyOf(input);
      if (attachments(policy.Arn) + boundaryUsage(store, policy.Arn) > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      store.policies.delete(policy.Arn);
      return {};
    },
  };
}

function versionOf(policy: ManagedPolicy, version: ManagedPolicy['versions'][number]) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.createdAt),
  };
}
