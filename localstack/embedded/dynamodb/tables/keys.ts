import type { EmbeddedContext } from '../../core/context.ts';
import { createDataKeys } from '../../core/data-keys.ts';
import { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Description, Input, Table } from '../model.ts';

/** How long a table key is kept for a caller before KMS is asked again (Developer Guide, «DynamoDB encryption at rest»). */
const REUSE = 5 * 60_000;

/** Tables' keys in KMS. */
export interface TableKeys {
  /** What a table keeps that is made or changed with an SSESpecification; none where it asks for none. */
  encryptionOf(name: string, input: Input, principal: Principal): Promise<TableEncryption>;
  /** Throws where the table's key cannot be used; undefined where there is nothing to ask. */
  open(table: Table, principal: Principal): undefined | Promise<void>;
}

/** How a table is encrypted, where it is so under a key of the account. */
export interface TableEncryption {
  readonly description?: NonNullable<Description['SSEDescription']>;
  /** The table key, encrypted under the key in KMS; base64. */
  readonly tableKey?: string;
}

/** What {@link createTableKeys} is made of. */
export interface TableKeysOptions {
  readonly context: EmbeddedContext;
  /** Remembers a changed table. */
  save(table: Table): void;
}

interface SseSpecification {
  Enabled?: boolean;
  SSEType?: string;
  KMSMasterKeyId?: string;
}

/** Opens the tables' keys. */
export function createTableKeys({ context, save }: TableKeysOptions): TableKeys {
  const dataKeys = createDataKeys(context, 'dynamodb', asDynamoDbError);
  const useOf = (name: string, keyId: string, principal: Principal) => ({
    keyId,
    context: { 'aws:dynamodb:tableName': name, 'aws:dynamodb:subscriberId': context.accountId },
    principal,
    reuse: REUSE,
  });

  /** Waits for KMS's answer, and keeps with the table what it means for it. */
  async function settled(table: Table, opening: Promise<void>): Promise<void> {
    try {
      await opening;
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ValidationException' && !table.inaccessibleSince) {
        save({ ...table, inaccessibleSince: context.clock.now() / 1000 });
      }
      throw error;
    }
    if (table.inaccessibleSince === undefined) return;
    const { inaccessibleSince: _over, ...accessible } = table;
    save(accessible);
  }

  return {
    async encryptionOf(name, input, principal) {
      const specification = checkedSpecification(input);
      if (!specification?.Enabled) return {};
      const keyId = specification.KMSMasterKeyId ?? 'alias/aws/dynamodb';
      const arn = await dataKeys.arnOf(keyId, principal);
      const tableKey = await dataKeys.generate({ ...useOf(name, arn, principal), reuse: 0 });
      return { description: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: arn }, tableKey };
    },
    open(table, principal) {
      const arn = table.description.SSEDescription?.KMSMasterKeyArn;
      if (arn === undefined || table.tableKey === undefined) return undefined;
      const opening = dataKeys.open(table.tableKey, useOf(table.description.TableName, arn, principal));
      return opening && settled(table, opening);
    },
  };
}

/** Throws ValidationException. */
function checkedSpecification(input: Input): SseSpecification | undefined {
  const specification = input.SSESpecification as SseSpecification | undefined;
  if (!specification) return undefined;
  const { Enabled, SSEType, KMSMasterKeyId } = specification;
  const wrong = (message: string) =>
    dynamoDbErrors.validation(`One or more parameter values were invalid: ${message}`);
  if (!Enabled && SSEType !== undefined) throw wrong('SSEType can not be specified if Enabled is false');
  if (!Enabled && KMSMasterKeyId !== undefined) {
    throw wrong('KMSMasterKeyId can not be specified if Enabled is false');
  }
  if (SSEType === 'AES256') throw wrong('SSEType AES256 is not supported');
  return specification;
}

/** KMS's error as DynamoDB says it: with the name of AWS's own Java client, which its callers have come to match on. */
function asDynamoDbError(error: AwsError): AwsError {
  if (error.code === 'NotImplemented' || error.status >= 500) return error;
  const kind = KINDS[error.code] ?? 'KMS validation error';
  const denied = error.code === 'AccessDeniedException';
  const name = denied ? 'AWSKMSException' : error.code;
  return new AwsError(
    denied ? 'AccessDeniedException' : 'ValidationException',
    `${kind}: com.amazonaws.services.kms.model.${name}: ${error.message} (Service: AWSKMS; Status Code: 400; Error Code: ${error.code}; Proxy: null)`,
  );
}

const KINDS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'KMS key access denied error',
  DisabledException: 'KMS key disabled error',
};
