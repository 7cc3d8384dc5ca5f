import type { EmbeddedContext } from '../../core/context.ts';
import { createDataKeys } from '../../core/data-keys.ts';
import { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import { parseXml } from '../../protocol/xml.ts';
import { s3Errors } from '../errors.ts';
import type { Bucket, ObjectVersion } from '../model.ts';

/** How long S3 keeps a bucket key for a caller; AWS says «for a limited time» only. */
const BUCKET_KEY_REUSE = 5 * 60_000;

/** What an upload says of its encryption; the bucket's default stands in. */
export interface EncryptionInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  /** As a header has it: `true` or `false`. */
  readonly BucketKeyEnabled?: string;
}

/** What is kept with an object of its encryption. */
export type Encryption = Pick<ObjectVersion, 'encryption'> & {
  readonly headers: Readonly<Record<string, string>>;
};

/** S3's use of KMS for objects. */
export interface ObjectKeys {
  /** How a new object is encrypted. Throws what KMS throws, by S3's names. */
  encrypt(input: EncryptionInput, principal: Principal): Promise<Encryption>;
  /** Throws where an object's key cannot be used; undefined where there is nothing to ask. */
  open(version: Pick<ObjectVersion, 'encryption'>, principal: Principal): undefined | Promise<void>;
}

interface Wanted {
  readonly algorithm: string;
  readonly keyId?: string;
  readonly bucketKey: boolean;
}

/** Opens S3's use of KMS. @param bucketOf a bucket that exists; throws NoSuchBucket */
export function createObjectKeys(context: EmbeddedContext, bucketOf: (name: string) => Bucket): ObjectKeys {
  const dataKeys = createDataKeys(context, 's3', asS3Error);

  function useOf(encryption: NonNullable<ObjectVersion['encryption']>, principal: Principal) {
    const reuse = encryption.bucketKey ? BUCKET_KEY_REUSE : 0;
    return { keyId: encryption.keyArn, context: { 'aws:s3:arn': encryption.arn }, principal, reuse };
  }

  return {
    async encrypt(input, principal) {
      const bucket = bucketOf(input.Bucket);
      const { algorithm, keyId = 'alias/aws/s3', bucketKey } = wanted(bucket, input);
      if (algorithm === 'AES256') return { headers: { 'x-amz-server-side-encryption': algorithm } };
      const keyArn =
        keyId.startsWith('arn:') && keyId.includes(':key/') ? keyId : await dataKeys.arnOf(keyId, principal);
      const bucketArn = `arn:aws:s3:::${bucket.name}`;
      const arn = bucketKey ? bucketArn : `${bucketArn}/${input.Key}`;
      const encryption = { keyArn, arn, bucketKey };
      const dataKey = await dataKeys.generate(useOf({ ...encryption, dataKey: '' }, principal));
      return {
        headers: {
          'x-amz-server-side-encryption': algorithm,
          'x-amz-server-side-encryption-aws-kms-key-id': keyArn,
          ...(bucketKey ? { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' } : {}),
        },
        encryption: { ...encryption, dataKey },
      };
    },
    open({ encryption }, principal) {
      return encryption && dataKeys.open(encryption.dataKey, useOf(encryption, principal));
    },
  };
}

function wanted(bucket: Bucket, input: EncryptionInput): Wanted {
  const byDefault = defaultOf(bucket.configurations.encryption);
  const algorithm = input.ServerSideEncryption;
  if (algorithm === undefined) {
    if (input.SSEKMSKeyId !== undefined) throw s3Errors.keyWithoutKms();
    return byDefault;
  }
  if (algorithm === 'AES256') return { algorithm, bucketKey: false };
  if (algorithm !== 'aws:kms') {
    throw s3Errors.invalidArgument(
      'The encryption method specified is not supported',
      'x-amz-server-side-encryption',
      algorithm,
    );
  }
  const keyId = input.SSEKMSKeyId ?? byDefault.keyId;
  const bucketKey =
    input.BucketKeyEnabled === undefined ? byDefault.bucketKey : input.BucketKeyEnabled === 'true';
  return { algorithm, bucketKey, ...(keyId === undefined ? {} : { keyId }) };
}

/** Parsed once for each document: every upload asks. */
const parsed = new Map<string, Wanted>();

/** A bucket's default encryption; SSE-S3 where none was set. */
function defaultOf(document: string | undefined): Wanted {
  if (document === undefined) return { algorithm: 'AES256', bucketKey: false };
  let found = parsed.get(document);
  if (!found) {
    found = readDefault(document);
    parsed.set(document, found);
  }
  return found;
}

function readDefault(document: string): Wanted {
  const { ServerSideEncryptionConfiguration: root } = parseXml(document) as {
    ServerSideEncryptionConfiguration?: { Rule?: unknown };
  };
  const [rule] = [root?.Rule].flat() as [Rule | undefined];
  const { SSEAlgorithm: algorithm = 'AES256', KMSMasterKeyID } =
    rule?.ApplyServerSideEncryptionByDefault ?? {};
  const bucketKey = String(rule?.BucketKeyEnabled) === 'true';
  return { algorithm, bucketKey, ...(KMSMasterKeyID ? { keyId: KMSMasterKeyID } : {}) };
}

interface Rule {
  readonly ApplyServerSideEncryptionByDefault?: {
    readonly SSEAlgorithm?: string;
    readonly KMSMasterKeyID?: string;
  };
  readonly BucketKeyEnabled?: string | boolean;
}

/** S3's names of KMS's errors; a refusal is S3's own. */
function asS3Error(error: AwsError): AwsError {
  if (error.code === 'NotImplemented' || error.status >= 500) return error;
  if (error.code === 'AccessDeniedException') return s3Errors.accessDenied(error.message);
  return new AwsError(`KMS.${error.code}`, error.message, 400);
}
