import { notFound, unsupported, validationFailed } from '../errors.ts';
import type { EventInvokeConfig } from '../model.ts';
import { change, type LambdaRoom } from '../room.ts';
import { page } from './paging.ts';

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: NonNullable<EventInvokeConfig['DestinationConfig']>;
}

/** How asynchronous events are retried, and where failed ones go: queues and functions. */
export function eventInvokeConfigOperations(room: LambdaRoom) {
  const read = (input: Input): EventInvokeConfig => {
    const { eventInvokeConfig, configuration } = room.functions.get(input.FunctionName);
    if (eventInvokeConfig) return eventInvokeConfig;
    throw notFound(`The function ${configuration.FunctionArn} doesn't have an EventInvokeConfig`);
  };
  const write = (operation: string, input: Input, known: Partial<EventInvokeConfig>): EventInvokeConfig => {
    validate(operation, input);
    const record = room.functions.get(input.FunctionName);
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = {
      ...known,
      ...defined(input),
    };
    const eventInvokeConfig: EventInvokeConfig = {
      LastModified: room.context.clock.now() / 1000,
      FunctionArn: `${record.configuration.FunctionArn}:$LATEST`,
      ...(MaximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds }),
      DestinationConfig: DestinationConfig ?? { OnSuccess: {}, OnFailure: {} },
    };
    change(room, record, { eventInvokeConfig });
    return eventInvokeConfig;
  };
  return {
    PutFunctionEventInvokeConfig: (input: Input) => write('PutFunctionEventInvokeConfig', input, {}),
    UpdateFunctionEventInvokeConfig: (input: Input) =>
      write('UpdateFunctionEventInvokeConfig', input, read(input)),
    GetFunctionEventInvokeConfig: read,
    DeleteFunctionEventInvokeConfig(input: Input) {
      read(input);
      const { eventInvokeConfig: _gone, ...record } = room.functions.get(input.FunctionName);
      room.functions.records.set(record.configuration.FunctionName, record);
      return {};
    },
    ListFunctionEventInvokeConfigs(input: Input & { readonly Marker?: string; readonly MaxItems?: number }) {
      const { eventInvokeConfig } = room.functions.get(input.FunctionName);
      const { items, NextMarker } = page(eventInvokeConfig ? [eventInvokeConfig] : [], input);
      return { FunctionEventInvokeConfigs: items, NextMarker };
    },
  };
}

function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function validate(operation: string, input: Input): void {
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
