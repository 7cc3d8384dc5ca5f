import { endpointOf } from '../endpoint.ts';
import { invalidParameter } from '../errors.ts';
import type { FunctionConfiguration } from '../model.ts';
import { change, type LambdaRoom } from '../room.ts';
import { type PageInput, page } from './paging.ts';

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** Where {@link LambdaRoom.packages} can be fetched, below the endpoint. */
export const CODE_PATH = '/_aws/lambda/code/';

/** The operations that read, list and delete whole functions. */
export function functionOperations(room: LambdaRoom) {
  return {
    GetFunction({ FunctionName, Qualifier }: Input) {
      const { record, configuration } = room.functions.resolve(FunctionName, Qualifier);
      const sha = Buffer.from(configuration.CodeSha256, 'base64').toString('hex');
      return {
        Configuration: qualified(configuration, Qualifier),
        Code: { RepositoryType: 'S3', Location: `${endpointOf(room.context)}${CODE_PATH}${sha}` },
        ...(Object.keys(record.tags).length > 0 ? { Tags: record.tags } : {}),
        ...(record.reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
      };
    },
    GetFunctionConfiguration({ FunctionName, Qualifier }: Input) {
      return qualified(room.functions.resolve(FunctionName, Qualifier).configuration, Qualifier);
    },
    ListFunctions(input: PageInput & { readonly FunctionVersion?: string }) {
      const all = [...room.functions.records.values()].flatMap(({ configuration, versions }) =>
        input.FunctionVersion === 'ALL' ? [configuration, ...versions] : [configuration],
      );
      const { items, NextMarker } = page(all, input);
      return { Functions: items, NextMarker };
    },
    async DeleteFunction({ FunctionName, Qualifier }: Input) {
      const { record, configuration } = room.functions.resolve(FunctionName, Qualifier);
      if (Qualifier !== undefined) {
        if (configuration.Version === '$LATEST') {
          throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
        }
        change(room, record, { versions: record.versions.filter((version) => version !== configuration) });
      } else {
        room.functions.records.delete(configuration.FunctionName);
      }
      await room.invocations.retire(configuration.FunctionArn);
      return {};
    },
    /** Terraform reads it after each create: a function without a code signing configuration answers its name. */
    GetFunctionCodeSigningConfig({ FunctionName }: Input) {
      return { FunctionName: room.functions.get(FunctionName).configuration.FunctionName };
    },
    GetRuntimeManagementConfig({ FunctionName, Qualifier }: Input) {
      const { configuration } = room.functions.resolve(FunctionName, Qualifier);
      return { UpdateRuntimeOn: 'Auto', FunctionArn: configuration.FunctionArn };
    },
    GetFunctionRecursionConfig({ FunctionName }: Input) {
      room.functions.get(FunctionName);
      return { RecursiveLoop: 'Terminate' };
    },
  };
}

function qualified(
  configuration: FunctionConfiguration,
  qualifier: string | undefined,
): FunctionConfiguration {
  if (qualifier === undefined || configuration.Version !== '$LATEST') return configuration;
  return { ...configuration, FunctionArn: `${configuration.FunctionArn}:${qualifier}` };
}
