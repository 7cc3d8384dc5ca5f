import type { Meter } from '../../core/meter.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { Outcome } from './instance.ts';
import { billedDuration } from './report.ts';

/** Counts what an invocation is billed by (https://aws.amazon.com/lambda/pricing/): itself, and memory times time. */
export function meterInvocation(meter: Meter, configuration: FunctionConfiguration, outcome: Outcome): void {
  const { FunctionName, MemorySize, Architectures } = configuration;
  const architecture = Architectures?.[0] === 'arm64' ? 'arm64' : 'x86_64';
  const billed = billedDuration(outcome);
  meter.add('lambda', 'invocations', FunctionName, 1);
  meter.add('lambda', 'billedMilliseconds', FunctionName, billed);
  meter.add('lambda', `megabyteMilliseconds.${architecture}`, FunctionName, billed * MemorySize);
  if (outcome.failed) meter.add('lambda', 'functionErrors', FunctionName, 1);
  if (outcome.initDuration === undefined) return;
  meter.add('lambda', 'coldStarts', FunctionName, 1);
  meter.add('lambda', 'initMilliseconds', FunctionName, outcome.initDuration);
}
