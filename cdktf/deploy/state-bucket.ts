import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { PROJECT, partition } from '../naming.ts';
import { DeployError } from './errors.ts';

/** The bucket for the states of all stages of an account and region. */
export function stateBucketName(account: string, region: string): string {
  return `${PROJECT}-terraform-${account}-${region}`;
}

/**
 * Creates the bucket for Terraform's states: private, versioned, encrypted, over TLS only. An existing bucket gets these
 * settings and keeps its content.
 * @returns whether it was created now
 * @throws DeployError `refused` when the name belongs to somebody else
 */
export async function ensureStateBucket(
  s3: S3Client,
  { bucket: Bucket, region }: { readonly bucket: string; readonly region: string },
): Promise<boolean> {
  const created = !(await exists(s3, Bucket));
  if (created) {
    // S3 accepts no location constraint for us-east-1.
    const LocationConstraint = region as BucketLocationConstraint;
    const elsewhere = region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint } };
    await s3.send(new CreateBucketCommand({ Bucket, ...elsewhere }));
  }
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
      },
    }),
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: tlsOnly(Bucket, region) }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'forget-old-states',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 20 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    }),
  );
  return created;
}

async function exists(s3: S3Client, Bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status !== 403) throw error;
    throw new DeployError(
      'refused',
      `The bucket ${Bucket} is not yours, or these credentials may not see it.`,
    );
  }
}

function tlsOnly(bucket: string, region: string): string {
  const arn = `arn:${partition(region)}:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
