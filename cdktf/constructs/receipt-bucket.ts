import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { S3BucketCorsConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-cors-configuration/index.js';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification/index.js';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js';
import { Construct } from 'constructs';
import { receiptTag } from '../../app/contract/receipt-tag.ts';
import type { DataKey } from './data-key.ts';
import type { ReceiptQueue } from './receipt-queue.ts';
import type { Grantee } from './service-role.ts';
import { skipCheck } from './skip-check.ts';
import { allow, policyDocument } from './statements.ts';

export interface ReceiptBucketProps {
  readonly name: string;
  readonly corsOrigins: readonly string[];
  /** Whether the bucket refuses to be deleted, or is emptied and deleted with its stack. */
  readonly protectData: boolean;
  readonly key: DataKey;
}

/** The actions of S3 that act on single objects. */
export type ObjectAction =
  | 'GetObject'
  | 'GetObjectVersion'
  | 'PutObject'
  | 'DeleteObject'
  | 'DeleteObjectVersion'
  | 'GetObjectTagging'
  | 'PutObjectTagging'
  | 'PutObjectVersionTagging';

/** The bucket of the receipts: private, encrypted, versioned, over TLS only. */
export class ReceiptBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  private readonly id: string;

  constructor(scope: Construct, id: string, props: ReceiptBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.name,
      forceDestroy: !props.protectData,
      ...(props.protectData && { lifecycle: { preventDestroy: true } }),
    });
    skipCheck(
      bucket,
      'CKV_AWS_18',
      'Who read what is a matter of the CloudTrail of the account, which a stack of one product does not own.',
    );
    skipCheck(
      bucket,
      'CKV_AWS_144',
      'The product lives in one region; versions guard against deletion, and a second region would double the cost.',
    );
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    this.id = bucket.id;
    this.close(props.key);
    this.keep();
    if (props.corsOrigins.length > 0) this.openToBrowsers(props.corsOrigins);
  }

  /** Sends an event to the queue for each object that arrives under the prefix. */
  notify(queue: ReceiptQueue, prefix: string): void {
    new S3BucketNotification(this, 'notification', {
      bucket: this.id,
      queue: [
        { id: 'receipt-arrived', queueArn: queue.arn, events: ['s3:ObjectCreated:*'], filterPrefix: prefix },
      ],
      dependsOn: [queue.policy],
    });
  }

  /** Allows actions on the objects under a prefix. */
  grantObjects(grantee: Grantee, need: string, actions: readonly ObjectAction[], prefix: string): void {
    grantee.grant(
      need,
      allow(
        actions.map((action) => `s3:${action}`),
        [`${this.arn}/${prefix}*`],
      ),
    );
  }

  /** Allows finding out that an object does not exist: without it S3 answers 403 instead of 404. */
  grantExistence(grantee: Grantee): void {
    grantee.grant('find-receipts', allow(['s3:ListBucket'], [this.arn]));
  }

  private close(key: DataKey): void {
    const publicAccess = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: this.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: this.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
          // One bucket key for many objects, so that S3 calls KMS far less often.
          bucketKeyEnabled: true,
        },
      ],
    });
    new S3BucketPolicy(this, 'policy', {
      bucket: this.id,
      policy: policyDocument([
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [this.arn, `${this.arn}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [publicAccess],
    });
  }

  private keep(): void {
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: this.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.id,
      rule: [
        {
          id: 'abort-unfinished-uploads',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
        {
          // The processor removes the tag when it accepts a file. A month, because dead letters can be sent again for two weeks.
          id: 'expire-what-was-never-accepted',
          status: 'Enabled',
          filter: [{ tag: [{ key: receiptTag.key, value: receiptTag.pending }] }],
          expiration: [{ days: 30 }],
          // Removed receipts get the tag again. An accepted version stays, even when a later upload is the current one.
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        },
        {
          id: 'archive-old-receipts',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          transition: [{ days: 90, storageClass: 'STANDARD_IA' }],
        },
      ],
      dependsOn: [versioning],
    });
  }

  private openToBrowsers(origins: readonly string[]): void {
    new S3BucketCorsConfiguration(this, 'cors', {
      bucket: this.id,
      corsRule: [
        {
          allowedMethods: ['GET', 'POST'],
          allowedOrigins: [...origins],
          allowedHeaders: ['*'],
          exposeHeaders: ['ETag'],
          maxAgeSeconds: 3_600,
        },
      ],
    });
  }
}
