import type { XRay } from '@aws-sdk/client-xray';
import type { OperationDeclaration } from '../../core/operation.ts';
import type { XRayState } from '../state.ts';
import { batchGetTraces } from './batch-get-traces.ts';
import { getSamplingRules } from './get-sampling-rules.ts';
import { getSamplingTargets } from './get-sampling-targets.ts';
import { getTraceSummaries } from './get-trace-summaries.ts';
import { putTelemetryRecords } from './put-telemetry-records.ts';
import { putTraceSegments } from './put-trace-segments.ts';

/** The names of X-Ray's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof XRay, string>>;

/** The operations of X-Ray. */
export const declarations: readonly OperationDeclaration<XRayState, OperationName>[] = [
  batchGetTraces,
  getSamplingRules,
  getSamplingTargets,
  getTraceSummaries,
  putTelemetryRecords,
  putTraceSegments,
];
