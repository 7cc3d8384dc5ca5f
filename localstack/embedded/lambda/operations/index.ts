import type { Operation } from '../../core/service.ts';
import type { LambdaRoom } from '../room.ts';
import { concurrencyOperations } from './concurrency.ts';
import { createFunction } from './create-function.ts';
import { eventInvokeConfigOperations } from './event-invoke-config.ts';
import { eventSourceMappingOperations } from './event-source-mappings.ts';
import { functionOperations } from './functions.ts';
import { invoke } from './invoke.ts';
import { permissionOperations } from './permissions.ts';
import { tagOperations } from './tags.ts';
import { updateFunctionCode, updateFunctionConfiguration } from './update-function.ts';
import { aliasOperations, listVersionsByFunction, publishVersion } from './versions.ts';

/** Every operation of Lambda that the embedded AWS has. */
export function operations(room: LambdaRoom): Readonly<Record<string, Operation>> {
  return {
    CreateFunction: createFunction(room),
    UpdateFunctionCode: updateFunctionCode(room),
    UpdateFunctionConfiguration: updateFunctionConfiguration(room),
    Invoke: invoke(room),
    PublishVersion: publishVersion(room),
    ListVersionsByFunction: listVersionsByFunction(room),
    ...functionOperations(room),
    ...aliasOperations(room),
    ...concurrencyOperations(room),
    ...permissionOperations(room),
    ...tagOperations(room),
    ...eventInvokeConfigOperations(room),
    ...eventSourceMappingOperations(room),
  };
}
