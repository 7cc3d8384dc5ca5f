import type { FunctionConfiguration } from '../model.ts';
import type { Outcome } from './instance.ts';

/** What an environment needs besides its heap, as AWS's smallest Node functions show it, in megabytes. */
const RUNTIME_MEGABYTES = 60;

/** The lines that Lambda itself writes before an event reaches the handler. */
export function startLines(configuration: FunctionConfiguration, requestId: string, cold: boolean): string[] {
  const start = `START RequestId: ${requestId} Version: ${configuration.Version}`;
  if (!cold) return [start];
  const { RuntimeVersionArn } = configuration.RuntimeVersionConfig;
  return [
    `INIT_START Runtime Version: ${configuration.Runtime.replace('nodejs', 'nodejs:').replace('.x', '.v1')}` +
      `\tRuntime Version ARN: ${RuntimeVersionArn}`,
    start,
  ];
}

/** The lines that Lambda itself writes after an event. */
export function endLines(
  configuration: FunctionConfiguration,
  requestId: string,
  outcome: Outcome,
): string[] {
  const { duration, initDuration, status } = outcome;
  const { MemorySize } = configuration;
  const used = Math.min(MemorySize, RUNTIME_MEGABYTES + Math.ceil(outcome.heap / 2 ** 20));
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${billedDuration(outcome)} ms`,
    `Memory Size: ${MemorySize} MB`,
    `Max Memory Used: ${used} MB`,
  ];
  if (initDuration !== undefined) report.push(`Init Duration: ${initDuration.toFixed(2)} ms`);
  if (status === 'timeout') report.push('Status: timeout');
  return [`END RequestId: ${requestId}`, `${report.join('\t')}\t`];
}

/** Whole milliseconds; the init phase is billed too (https://aws.amazon.com/lambda/pricing/, since August 2025). */
export function billedDuration({ duration, initDuration = 0 }: Outcome): number {
  return Math.max(1, Math.ceil(duration + initDuration));
}
