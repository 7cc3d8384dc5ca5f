import { boundaryUsage } from './boundaries.ts';
import type { ManagedPolicy, PolicyInput } from './model.ts';
import type { IamStore } from './store.ts';
import { requiredArn } from './validation.ts';

/** The managed policy that an input names. Throws ValidationError or NoSuchEntity. */
export function policyOf(store: IamStore, { PolicyArn }: PolicyInput): ManagedPolicy {
  return store.policy(requiredArn(PolicyArn));
}

/** How many roles have the policy. */
export function attachmentCount(store: IamStore, arn: string): number {
  return [...store.roles.values()].filter((role) => role.attached.includes(arn)).length;
}

/** A policy as GetPolicy shows it. */
export function describePolicy(store: IamStore, policy: ManagedPolicy) {
  return {
    PolicyName: policy.PolicyName,
    PolicyId: policy.PolicyId,
    Arn: policy.Arn,
    Path: policy.Path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachmentCount(store, policy.Arn),
    PermissionsBoundaryUsageCount: boundaryUsage(store, policy.Arn),
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.versions.at(-1)?.createdAt ?? policy.createdAt),
    Tags: policy.tags.length > 0 ? policy.tags : undefined,
  };
}

/** A version of a policy as ListPolicyVersions shows it: without the document. */
export function describeVersion(policy: ManagedPolicy, version: ManagedPolicy['versions'][number]) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.createdAt),
  };
}
