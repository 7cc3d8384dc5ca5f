import { SFNClient } from '@aws-sdk/client-sfn';
import { createExecutions, type Executions } from '../approvals/executions.ts';
import type { Traces } from '../observability/traces.ts';

/** The executions of the state machine with that ARN, whose calls are traced. */
export function createTracedExecutions(
  stateMachineArn: string,
  traces: Pick<Traces, 'watch' | 'header'>,
): Executions {
  return createExecutions(traces.watch(new SFNClient({})), stateMachineArn, traces.header);
}
