import { systemTime } from '../../clock/clock.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import type { Outcome } from './instance.ts';

/** Milliseconds between two reports to CloudWatch: real ones, or emulated ones where those pass faster. */
const REPORT_EVERY = 1000;

/** What Lambda reports to CloudWatch of its functions, summed up so that an invocation costs next to nothing. */
export interface FunctionMetrics {
  record(functionName: string, outcome: Outcome, concurrent: number): void;
  throttle(functionName: string): void;
  /** How old the last record of a batch was when it was handed over, in milliseconds. */
  iteratorAge(functionName: string, age: number): void;
  /** Lets go of its timer and of what is not reported yet. */
  stop(): void;
}

/** What is not counted. */
const MILLISECONDS = new Set(['Duration', 'IteratorAge']);

interface Statistics {
  SampleCount: number;
  Sum: number;
  Minimum: number;
  Maximum: number;
}

/** Creates the reporter of namespace AWS/Lambda. Without a CloudWatch in this process it reports nothing. */
export function createFunctionMetrics(context: EmbeddedContext): FunctionMetrics {
  const principal: Principal = {
    arn: 'lambda.amazonaws.com',
    service: 'lambda.amazonaws.com',
    accountId: context.accountId,
  };
  const sums = new Map<string, Statistics>();
  let cancel: (() => void) | undefined;
  let silent = false;

  function add(functionName: string, metric: string, value: number): void {
    const minute = Math.floor(context.clock.now() / 60_000) * 60;
    const key = `${functionName}\n${metric}\n${minute}`;
    const known = sums.get(key);
    if (known) {
      known.SampleCount++;
      known.Sum += value;
      known.Minimum = Math.min(known.Minimum, value);
      known.Maximum = Math.max(known.Maximum, value);
    } else {
      sums.set(key, { SampleCount: 1, Sum: value, Minimum: value, Maximum: value });
    }
    cancel ??= reportSoon();
  }

  /** An alarm on silence must not be raised by days that are skipped and in which functions did run. */
  function reportSoon(): () => void {
    const report = () => context.clock.background(flush, 'Reporting metrics of functions');
    const cancelWake = systemTime.wake?.(REPORT_EVERY, report);
    const timer = context.clock.after(REPORT_EVERY, report);
    return () => {
      cancelWake?.();
      timer.cancel();
    };
  }

  async function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const MetricData = [...sums].map(([key, StatisticValues]) => datum(key, StatisticValues));
    sums.clear();
    if (MetricData.length === 0 || silent) return;
    try {
      await context.call('cloudwatch', 'PutMetricData', { Namespace: 'AWS/Lambda', MetricData }, principal);
    } catch (error) {
      const { name, message } = error as Error;
      // Without a CloudWatch there will never be one; of any other error the next report knows nothing.
      if (name === 'NotImplemented') silent = true;
      context.log(`No metrics of functions: ${message}`);
    }
  }

  return {
    record(functionName, { duration, failed }, concurrent) {
      add(functionName, 'Invocations', 1);
      add(functionName, 'Errors', failed ? 1 : 0);
      add(functionName, 'Duration', duration);
      add(functionName, 'ConcurrentExecutions', concurrent);
    },
    iteratorAge: (functionName, age) => add(functionName, 'IteratorAge', age),
    throttle: (functionName) => add(functionName, 'Throttles', 1),
    stop() {
      cancel?.();
      sums.clear();
    },
  };
}

function datum(key: string, StatisticValues: Statistics): object {
  const [Value, MetricName = '', minute] = key.split('\n');
  const Unit = MILLISECONDS.has(MetricName) ? 'Milliseconds' : 'Count';
  const Dimensions = [{ Name: 'FunctionName', Value }];
  return { MetricName, Dimensions, Timestamp: Number(minute), StatisticValues, Unit };
}
