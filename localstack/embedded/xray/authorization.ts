import type { NeedsOf } from '../core/authorization.ts';

/**
 * `action` on everything: X-Ray has no resource for traces
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html).
 */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `xray:${action}`, resource: '*' }];
