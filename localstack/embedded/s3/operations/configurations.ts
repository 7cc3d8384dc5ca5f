import { AwsError } from '../../core/errors.ts';
import { isHeaderName } from '../../core/header-fields.ts';
import { listOf, parseXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** A document that belongs to a bucket and travels under a subresource of it. */
export interface ConfigurationKind {
  /** As in the query, e.g. `lifecycle`. */
  readonly subresource: string;
  /** The document's root element; absent for the policy, which is JSON. */
  readonly root?: string;
  readonly get: string;
  /** Absent where a change would have effects that are not emulated. */
  readonly put?: string;
  readonly delete?: string;
  /** What a bucket answers that was never configured: a document or an error. */
  readonly unset: string | (() => AwsError);
  /** What a bucket answers whose document was deleted, where that is not what it answers from the beginning. */
  readonly deleted?: () => AwsError;
}

const missing = (code: string, message: string) => () => new AwsError(code, message, 404);

/** Stands in the place of a document that was deleted; no document is empty. */
const DELETED = '';

/** Documents that are kept as sent. A bucket's defaults are those of buckets made since April 2023. */
export const CONFIGURATIONS: readonly ConfigurationKind[] = [
  {
    subresource: 'publicAccessBlock',
    root: 'PublicAccessBlockConfiguration',
    get: 'GetPublicAccessBlock',
    put: 'PutPublicAccessBlock',
    delete: 'DeletePublicAccessBlock',
    unset: `<PublicAccessBlockConfiguration ${NAMESPACE}><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>`,
    deleted: missing(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
    ),
  },
  {
    subresource: 'encryption',
    root: 'ServerSideEncryptionConfiguration',
    get: 'GetBucketEncryption',
    put: 'PutBucketEncryption',
    delete: 'DeleteBucketEncryption',
    unset: `<ServerSideEncryptionConfiguration ${NAMESPACE}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
  },
  {
    subresource: 'lifecycle',
    root: 'LifecycleConfiguration',
    get: 'GetBucketLifecycleConfiguration',
    put: 'PutBucketLifecycleConfiguration',
    delete: 'DeleteBucketLifecycle',
    unset: missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'),
  },
  {
    subresource: 'cors',
    root: 'CORSConfiguration',
    get: 'GetBucketCors',
    put: 'PutBucketCors',
    delete: 'DeleteBucketCors',
    unset: missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  },
  {
    subresource: 'ownershipControls',
    root: 'OwnershipControls',
    get: 'GetBucketOwnershipControls',
    put: 'PutBucketOwnershipControls',
    delete: 'DeleteBucketOwnershipControls',
    unset: `<OwnershipControls ${NAMESPACE}><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>`,
    deleted: missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'),
  },
  {
    subresource: 'tagging',
    root: 'Tagging',
    get: 'GetBucketTagging',
    put: 'PutBucketTagging',
    delete: 'DeleteBucketTagging',
    unset: missing('NoSuchTagSet', 'The TagSet does not exist'),
  },
  {
    subresource: 'policy',
    get: 'GetBucketPolicy',
    put: 'PutBucketPolicy',
    delete: 'DeleteBucketPolicy',
    unset: missing('NoSuchBucketPolicy', 'The bucket policy does not exist'),
  },
  {
    subresource: 'accelerate',
    get: 'GetBucketAccelerateConfiguration',
    unset: `<AccelerateConfiguration ${NAMESPACE}/>`,
  },
  {
    subresource: 'requestPayment',
    get: 'GetBucketRequestPayment',
    unset: `<RequestPaymentConfiguration ${NAMESPACE}><Payer>BucketOwner</Payer></RequestPaymentConfiguration>`,
  },
  { subresource: 'logging', get: 'GetBucketLogging', unset: `<BucketLoggingStatus ${NAMESPACE}/>` },
  {
    subresource: 'website',
    get: 'GetBucketWebsite',
    unset: missing(
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
    ),
  },
  {
    subresource: 'replication',
    get: 'GetBucketReplication',
    unset: missing('ReplicationConfigurationNotFoundError', 'The replication configuration was not found'),
  },
  {
    subresource: 'object-lock',
    get: 'GetObjectLockConfiguration',
    unset: missing(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ),
  },
];

/** Input and output of the operations on documents: the document itself, as text. */
export interface Document {
  Bucket: string;
  Document: string;
}

/** Get… of a kind of document. */
export function getConfiguration(buckets: Buckets, kind: ConfigurationKind) {
  return (input: { Bucket: string }): { Document: string } => {
    const stored = buckets.get(input.Bucket).configurations[kind.subresource];
    if (stored === DELETED && kind.deleted) throw kind.deleted();
    if (stored !== undefined) return { Document: stored };
    if (typeof kind.unset === 'function') throw kind.unset();
    return { Document: kind.unset };
  };
}

/** Put… of a kind of document. Throws MalformedXML or MalformedPolicy. */
export function putConfiguration(buckets: Buckets, kind: ConfigurationKind) {
  return (input: Document): object => {
    const bucket = buckets.get(input.Bucket);
    if (kind.root) {
      const root = checkDocument(input.Document, kind.root);
      if (kind.subresource === 'cors') checkCorsRules(root);
    } else checkPolicy(buckets, input.Document);
    const configurations = { ...bucket.configurations, [kind.subresource]: input.Document };
    buckets.save({ ...bucket, configurations });
    return {};
  };
}

/** Delete… of a kind of document: a repeat is a success too. */
export function deleteConfiguration(buckets: Buckets, kind: ConfigurationKind) {
  return (input: { Bucket: string }): object => {
    const bucket = buckets.get(input.Bucket);
    const { [kind.subresource]: _gone, ...configurations } = bucket.configurations;
    const left = kind.deleted ? { ...configurations, [kind.subresource]: DELETED } : configurations;
    buckets.save({ ...bucket, configurations: left });
    return {};
  };
}

/** The document's root as nested objects. Throws MalformedXML where it is another or none. */
export function checkDocument(document: string, root: string): unknown {
  let parsed: Record<string, unknown>;
  try {
    parsed = parseXml(document);
  } catch {
    throw s3Errors.malformedXml();
  }
  if (parsed[root] === undefined) throw s3Errors.malformedXml();
  return parsed[root];
}

/** What a rule says is sent as headers to browsers. Throws MalformedXML or InvalidRequest. */
function checkCorsRules(root: unknown): void {
  for (const rule of listOf<Record<string, unknown>>((root as { CORSRule?: unknown }).CORSRule)) {
    const age = rule.MaxAgeSeconds;
    if (age !== undefined && !/^\d+$/.test(String(age))) throw s3Errors.malformedXml();
    const exposed = listOf(rule.ExposeHeader).find((name) => !isHeaderName(String(name)));
    if (exposed !== undefined)
      throw s3Errors.invalidRequest(`ExposeHeader "${exposed}" contains an invalid character.`);
  }
}

function checkPolicy({ context }: Buckets, document: string): void {
  try {
    const policy = JSON.parse(document) as { Statement?: unknown } | null;
    if (policy?.Statement === undefined) throw malformed('Missing required field Statement');
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  const problem = context.permissions.problemOf(document);
  if (problem !== undefined) throw malformed(problem);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', message, 400);
}
