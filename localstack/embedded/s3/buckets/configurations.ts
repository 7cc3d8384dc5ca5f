import { AwsError } from '../../core/errors.ts';
import { isHeaderName } from '../../core/header-fields.ts';
import { listOf, parseXml } from '../../protocol/xml.ts';
import { s3Errors } from '../errors.ts';
import type { BucketInput } from '../model.ts';
import type { Buckets } from './buckets.ts';

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** A document that belongs to a bucket and travels under a subresource of it. */
export interface ConfigurationKind {
  /** As in the query, e.g. `lifecycle`. */
  readonly subresource: string;
  /** The document's root element; absent for the policy, which is JSON. */
  readonly root?: string;
  /** What a bucket answers that was never configured: a document or an error. */
  readonly unset: string | ((bucket: string) => AwsError);
  /** What a bucket answers whose document was deleted, where that is not what it answers from the beginning. */
  readonly deleted?: (bucket: string) => AwsError;
}

const missing = (code: string, message: string) => (bucket: string) =>
  new AwsError(code, message, 404, { BucketName: bucket });

/** Stands in the place of a document that was deleted; no document is empty. */
const DELETED = '';

/** Documents that are kept as sent. A bucket's defaults are those of buckets made since April 2023. */
export const CONFIGURATIONS = {
  publicAccessBlock: {
    subresource: 'publicAccessBlock',
    root: 'PublicAccessBlockConfiguration',
    unset: `<PublicAccessBlockConfiguration ${NAMESPACE}><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>`,
    deleted: missing(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
    ),
  },
  encryption: {
    subresource: 'encryption',
    root: 'ServerSideEncryptionConfiguration',
    unset: `<ServerSideEncryptionConfiguration ${NAMESPACE}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
  },
  lifecycle: {
    subresource: 'lifecycle',
    root: 'LifecycleConfiguration',
    unset: missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'),
  },
  cors: {
    subresource: 'cors',
    root: 'CORSConfiguration',
    unset: missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  },
  ownershipControls: {
    subresource: 'ownershipControls',
    root: 'OwnershipControls',
    unset: `<OwnershipControls ${NAMESPACE}><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>`,
    deleted: missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'),
  },
  tagging: {
    subresource: 'tagging',
    root: 'Tagging',
    unset: missing('NoSuchTagSet', 'The TagSet does not exist'),
  },
  policy: {
    subresource: 'policy',
    unset: missing('NoSuchBucketPolicy', 'The bucket policy does not exist'),
  },
  accelerate: {
    subresource: 'accelerate',
    unset: `<AccelerateConfiguration ${NAMESPACE}/>`,
  },
  requestPayment: {
    subresource: 'requestPayment',
    unset: `<RequestPaymentConfiguration ${NAMESPACE}><Payer>BucketOwner</Payer></RequestPaymentConfiguration>`,
  },
  logging: { subresource: 'logging', unset: `<BucketLoggingStatus ${NAMESPACE}/>` },
  website: {
    subresource: 'website',
    unset: missing(
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
    ),
  },
  replication: {
    subresource: 'replication',
    unset: missing('ReplicationConfigurationNotFoundError', 'The replication configuration was not found'),
  },
  objectLock: {
    subresource: 'object-lock',
    unset: missing(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ),
  },
} as const satisfies Readonly<Record<string, ConfigurationKind>>;

/** Input of the operations that set a document. */
export interface DocumentInput extends BucketInput {
  /** The document itself, as text. */
  readonly Document: string;
}

/** The document of that kind. Throws what `kind` says where there is none. */
export function readConfiguration(
  buckets: Buckets,
  kind: ConfigurationKind,
  { Bucket }: BucketInput,
): { Document: string } {
  const stored = buckets.get(Bucket).configurations[kind.subresource];
  if (stored === DELETED && kind.deleted) throw kind.deleted(Bucket);
  if (stored !== undefined) return { Document: stored };
  if (typeof kind.unset === 'function') throw kind.unset(Bucket);
  return { Document: kind.unset };
}

/** Keeps a document of that kind. Throws MalformedXML or MalformedPolicy. */
export function writeConfiguration(buckets: Buckets, kind: ConfigurationKind, input: DocumentInput): object {
  const bucket = buckets.get(input.Bucket);
  if (kind.root) {
    const root = checkDocument(input.Document, kind.root);
    if (kind.subresource === 'cors') checkCorsRules(root);
  } else checkPolicy(buckets, input.Document);
  const configurations = { ...bucket.configurations, [kind.subresource]: input.Document };
  buckets.save({ ...bucket, configurations });
  return {};
}

/** Forgets the document of that kind: a repeat is a success too. */
export function deleteConfiguration(
  buckets: Buckets,
  kind: ConfigurationKind,
  { Bucket }: BucketInput,
): object {
  const bucket = buckets.get(Bucket);
  const { [kind.subresource]: _gone, ...configurations } = bucket.configurations;
  const left = kind.deleted ? { ...configurations, [kind.subresource]: DELETED } : configurations;
  buckets.save({ ...bucket, configurations: left });
  return {};
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
