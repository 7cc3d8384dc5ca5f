import { notFound, unsupported, validationFailed } from '../errors.ts';
import { changeFunction } from '../functions/changes.ts';
import type { EventInvokeConfig } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** How asynchronous events are retried, and where failed ones go, as requests have it. */
export interface InvokeConfigInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  /** Queues and functions. */
  readonly DestinationConfig?: NonNullable<EventInvokeConfig['DestinationConfig']>;
}

/** What a function has of it. Throws ResourceNotFoundException where it has nothing. */
export function findInvokeConfig({ functions }: LambdaState, functionName: string): EventInvokeConfig {
  const { eventInvokeConfig, configuration } = functions.get(functionName);
  if (eventInvokeConfig) return eventInvokeConfig;
  throw notFound(`The function ${configuration.FunctionArn} doesn't have an EventInvokeConfig`);
}

/** Keeps what a request of `operation` says over what is `known`. */
export function putInvokeConfig(
  state: LambdaState,
  operation: string,
  input: InvokeConfigInput,
  known: Partial<EventInvokeConfig>,
): EventInvokeConfig {
  validate(operation, input);
  const record = state.functions.get(input.FunctionName);
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = {
    ...known,
    ...defined(input),
  };
  const eventInvokeConfig: EventInvokeConfig = {
    LastModified: state.context.clock.now() / 1000,
    FunctionArn: `${record.configuration.FunctionArn}:$LATEST`,
    ...(MaximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds }),
    DestinationConfig: DestinationConfig ?? { OnSuccess: {}, OnFailure: {} },
  };
  changeFunction(state, record, { eventInvokeConfig });
  return eventInvokeConfig;
}

function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function validate(operation: string, input: InvokeConfigInput): void {
  if (input.Qualifier !== undefined && input.Qualifier !== '$LATEST')
    throw unsupported(operation, 'Qualifier');
  const { MaximumRetryAttempts: retries = 2, MaximumEventAgeInSeconds: age = 21_600 } = input;
  if (retries < 0 || retries > 2) {
    throw validationFailed(
      `Value '${retries}' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value between 0 and 2`,
    );
  }
  if (age < 60 || age > 21_600) {
    throw validationFailed(
      `Value '${age}' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value between 60 and 21600`,
    );
  }
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  for (const { Destination } of [OnSuccess ?? {}, OnFailure ?? {}]) {
    if (Destination && !/:(sqs|lambda):/.test(Destination))
      throw unsupported(operation, `Destination ${Destination}`);
  }
}
