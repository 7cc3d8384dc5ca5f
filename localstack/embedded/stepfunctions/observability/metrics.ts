import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import { createServiceMetrics, type ServiceMetrics } from '../../core/service-metrics.ts';
import type { Execution, ExecutionStatus } from '../executions/model.ts';

/** Emulated milliseconds for which numbers are gathered before they are reported to CloudWatch. */
const GATHER = 1000;

/** The metric that counts executions of a status. */
const COUNTED: Readonly<Record<ExecutionStatus, string>> = {
  RUNNING: 'ExecutionsStarted',
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

interface Statistics {
  SampleCount: number;
  Sum: number;
  Minimum: number;
  Maximum: number;
}

/**
 * What Step Functions reports to CloudWatch of each state machine, in namespace AWS/States
 * (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html). Without a CloudWatch in this
 * process nothing is reported.
 */
export class ExecutionMetrics {
  readonly #context: EmbeddedContext;
  readonly #principal: Principal;
  readonly #sums = new Map<string, Statistics>();
  #scheduled = false;
  #silent = false;
  readonly #transitions: ServiceMetrics;

  constructor(context: EmbeddedContext) {
    this.#context = context;
    const name = 'states.amazonaws.com';
    this.#transitions = createServiceMetrics(context, 'AWS/States', name);
    this.#principal = { arn: name, service: name, accountId: context.accountId };
  }

  started(execution: Execution): void {
    this.#add(execution.revision.arn, COUNTED.RUNNING, 1);
  }

  /**
   * Counts a state that is entered or tried again: what Standard workflows are billed by
   * (https://aws.amazon.com/step-functions/pricing/). AWS reports it for the account as a whole.
   */
  transitioned({ revision: { name, type } }: Execution): void {
    if (type !== 'STANDARD') return;
    this.#context.meter.add('sfn', 'stateTransitions', name, 1);
    this.#transitions.add('', 'ConsumedCapacity', 1, 'Count', () => ({ ServiceMetric: 'StateTransition' }));
  }

  stop(): void {
    this.#transitions.stop();
  }

  closed(execution: Execution): void {
    const { arn } = execution.revision;
    this.#add(arn, COUNTED[execution.status], 1);
    this.#add(arn, 'ExecutionTime', (execution.stopDate ?? execution.startDate) - execution.startDate);
  }

  #add(machineArn: string, metric: string, value: number): void {
    if (this.#silent) return;
    const minute = Math.floor(this.#context.clock.now() / 60_000) * 60;
    const key = `${metric}\n${minute}\n${machineArn}`;
    const known = this.#sums.get(key) ?? { SampleCount: 0, Sum: 0, Minimum: value, Maximum: value };
    known.SampleCount += 1;
    known.Sum += value;
    known.Minimum = Math.min(known.Minimum, value);
    known.Maximum = Math.max(known.Maximum, value);
    this.#sums.set(key, known);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const { clock } = this.#context;
    clock.after(GATHER, () => clock.background(() => this.#report(), 'Reporting metrics of state machines'));
  }

  async #report(): Promise<void> {
    this.#scheduled = false;
    const MetricData = [...this.#sums].map(([key, statistics]) => datum(key, statistics));
    this.#sums.clear();
    try {
      const input = { Namespace: 'AWS/States', MetricData };
      await this.#context.call('cloudwatch', 'PutMetricData', input, this.#principal);
    } catch (error) {
      this.#silent = true;
      const { name, message } = error as Error;
      if (name !== 'NotImplemented') this.#context.log(`No metrics of state machines: ${message}`);
    }
  }
}

function datum(key: string, StatisticValues: Statistics): object {
  const [MetricName = '', minute, machineArn] = key.split('\n');
  return {
    MetricName,
    Dimensions: [{ Name: 'StateMachineArn', Value: machineArn }],
    Timestamp: Number(minute),
    StatisticValues,
    Unit: MetricName === 'ExecutionTime' ? 'Milliseconds' : 'Count',
  };
}
