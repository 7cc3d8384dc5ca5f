import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import { partition } from '../naming.ts';
import type { Settings } from '../settings.ts';
import { policyDocument, type Statement } from './statements.ts';

/** Days between the request to delete the key and the loss of all data under it: KMS's maximum and minimum. */
const DELETION_WINDOW = { protected: 30, other: 7 };

export interface DataKeyProps {
  readonly settings: Settings;
  readonly name: string;
  /** The AWS account's number. */
  readonly account: string;
  /** The bucket whose events are sent to a queue under the key. */
  readonly eventSourceArn: string;
}

/**
 * The key that encrypts stored data. A role that may use the table, the bucket or a queue may use the key through that
 * service only, as with the keys that AWS manages; so no role needs a permission for the key itself (KMS Developer
 * Guide, «Default key policy» and «kms:ViaService»). Keys that AWS manages are not enough: S3 cannot send events to a
 * queue under one, and nobody can disable one.
 */
export class DataKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id);
    const { settings, name, account } = props;
    const key = new KmsKey(this, 'key', {
      description: `Encrypts the data of ${name}`,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: settings.protectData ? DELETION_WINDOW.protected : DELETION_WINDOW.other,
      policy: policyDocument([
        administration(settings.region, account),
        throughServices(settings.region, account),
        events(props.eventSourceArn, account),
      ]),
      ...(settings.protectData && { lifecycle: { preventDestroy: true } }),
    });
    new KmsAlias(this, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** Leaves the administration to IAM; without it nobody could ever change the key again. */
function administration(region: string, account: string): Statement {
  return {
    Sid: 'AccountAdministers',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition(region)}:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** What DynamoDB, S3 and SQS do with the key for those who call them. */
function throughServices(region: string, account: string): Statement {
  return {
    Sid: 'AccountUsesThroughServices',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': ['dynamodb', 's3', 'sqs'].map((service) => `${service}.${region}.amazonaws.com`),
      },
    },
  };
}

/** S3 sends events in its own name (SQS Developer Guide, «Key management», AWS services as event sources). */
function events(sourceArn: string, account: string): Statement {
  return {
    Sid: 'BucketSendsEvents',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: '*',
    Condition: {
      ArnEquals: { 'aws:SourceArn': sourceArn },
      StringEquals: { 'aws:SourceAccount': account },
    },
  };
}
