import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidRequest } from '../errors.ts';
import type { XRayState } from '../state.ts';

interface PutTelemetryRecordsInput {
  readonly TelemetryRecords?: readonly unknown[];
}

/** PutTelemetryRecords: the daemon's own health; no operation of X-Ray reads it back. */
export const putTelemetryRecords = defineOperation({
  name: 'PutTelemetryRecords',
  authorization: onAll('PutTelemetryRecords'),
  http: { method: 'POST', path: '/TelemetryRecords' },
  run(_state: XRayState, { TelemetryRecords }: PutTelemetryRecordsInput) {
    if (!TelemetryRecords) throw invalidRequest('TelemetryRecords is required.');
    return {};
  },
});
