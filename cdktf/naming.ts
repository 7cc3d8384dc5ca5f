import type { Settings } from './settings.ts';

/** The product's name: the first part of every resource's name, and its `Project` tag. */
export const PROJECT = 'expense-tracker';

/** The prefix of receipts in the bucket, to which permissions and events are limited. */
export const RECEIPT_PREFIX = 'receipts/';

/** The stacks of one stage, in the order in which they are deployed. */
export const DEPLOYED_STACKS = ['data', 'identity', 'approvals', 'api', 'monitoring'] as const;

/** Every stack; an administrator deploys `pipeline` once. */
export type StackName = (typeof DEPLOYED_STACKS)[number] | 'pipeline';

/** A stack's id, and with it the folder in `cdktf.out/stacks` and the name of its Terraform state: `data-dev`. */
export function stackId(settings: Settings, name: StackName): string {
  return `${name}-${settings.stage}`;
}

/** The name of a resource, unique in an account and region for each stage: `expense-tracker-dev-receipts`. */
export function resourceName(settings: Settings, part: string): string {
  return `${PROJECT}-${settings.stage}-${part}`;
}

/** The partition of AWS in which a region lies: the second part of every ARN. */
export function partition(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
