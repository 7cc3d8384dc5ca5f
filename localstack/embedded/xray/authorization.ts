import type { AuthorizationTable, NeedsOf } from '../core/authorization.ts';

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `xray:${action}`, resource: '*' }];

/**
 * X-Ray has no resource for traces.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
export const authorization: AuthorizationTable = {
  PutTraceSegments: onAll('PutTraceSegments'),
  PutTelemetryRecords: onAll('PutTelemetryRecords'),
  GetTraceSummaries: onAll('GetTraceSummaries'),
  BatchGetTraces: onAll('BatchGetTraces'),
  GetSamplingRules: onAll('GetSamplingRules'),
  GetSamplingTargets: onAll('GetSamplingTargets'),
};
