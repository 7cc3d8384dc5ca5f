import { type Config, loadConfig } from '../config/config.ts';
import type { FunctionName } from '../contract/env-names.ts';
import type { Log, Metrics } from './observability.ts';
import { createObservability } from './powertools.ts';
import type { Traces } from './traces.ts';

/** The members that are read of Lambda's context of an invocation. */
export interface InvocationContext {
  readonly awsRequestId: string;
}

/** A Lambda function: its settings, its observability, and what makes its handler. */
export interface LambdaFunction<Name extends FunctionName> {
  readonly config: Config[Name];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Traces;
  /** The handler that answers each event with `handle`, and writes the metrics and the trace of each invocation. */
  handler<Event, Result, Context extends InvocationContext>(
    handle: (event: Event, context: Context) => Promise<Result>,
  ): (event: Event, context: Context) => Promise<Result>;
}

/**
 * The function `name`. `env` is its environment, in which Lambda sets the trace of each invocation. Throws what
 * {@link loadConfig} throws.
 */
export function createLambdaFunction<Name extends FunctionName>(
  name: Name,
  env: Readonly<Record<string, string | undefined>>,
): LambdaFunction<Name> {
  const config = loadConfig(name, env);
  const { begin, flush, ...observers } = createObservability(config.stage, env.AWS_XRAY_DAEMON_ADDRESS);
  return {
    config,
    ...observers,
    handler: (handle) => async (event, context) => {
      begin(context.awsRequestId, env._X_AMZN_TRACE_ID);
      try {
        return await handle(event, context);
      } finally {
        flush();
      }
    },
  };
}
