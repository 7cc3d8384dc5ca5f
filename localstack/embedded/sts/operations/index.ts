import type { STS } from '@aws-sdk/client-sts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { OperationDeclaration } from '../../core/operation.ts';
import { assumeRole } from './assume-role.ts';
import { getAccessKeyInfo } from './get-access-key-info.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** The names of STS's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof STS, string>>;

/** The operations of STS. */
export const declarations: readonly OperationDeclaration<EmbeddedContext, OperationName>[] = [
  assumeRole,
  getAccessKeyInfo,
  getCallerIdentity,
];
