import type { TerraformResource } from 'cdktf';

/** Why log groups need no key of our own: CloudWatch Logs encrypts them by itself. */
export const LOGS_UNDER_AWS_KEY =
  'CloudWatch Logs encrypts every group with a key of its own; ours hold neither tokens nor the content of expenses.';

/**
 * Records why a check of checkov does not apply to a resource, in the resource's notes (`//`), which Terraform ignores.
 * `npm run scan` reads it there, because checkov knows no comments in JSON.
 * @param check the check's id: `CKV_AWS_158`
 * @param reason why not, in a sentence
 */
export function skipCheck(resource: TerraformResource, check: string, reason: string): void {
  resource.addOverride(`//.skip.${check}`, reason);
}
