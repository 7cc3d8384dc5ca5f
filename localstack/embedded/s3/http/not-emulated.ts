import type { Level } from './binding.ts';

/** An operation of S3 that is not emulated, and the request that means it. */
interface MissingOperation {
  /** AWS's own name. */
  readonly operation: string;
  readonly method: string;
  readonly level: Level;
  /** The name in the query that chooses it. */
  readonly subresource: string;
  /** Another name in the query, where one of several operations is chosen by it. */
  readonly of?: 'id';
}

const bucket = (method: string, subresource: string, operation: string, of?: 'id'): MissingOperation => ({
  operation,
  method,
  level: 'bucket',
  subresource,
  ...(of ? { of } : {}),
});

const object = (method: string, subresource: string, operation: string): MissingOperation => ({
  operation,
  method,
  level: 'object',
  subresource,
});

/** Those of configurations that a bucket may have several of, each with an id. */
const several = (subresource: string, name: string): readonly MissingOperation[] => [
  bucket('DELETE', subresource, `DeleteBucket${name}Configuration`),
  bucket('GET', subresource, `GetBucket${name}Configuration`, 'id'),
  bucket('GET', subresource, `ListBucket${name}Configurations`),
  bucket('PUT', subresource, `PutBucket${name}Configuration`),
];

/**
 * The operations that are refused by name, and never taken for the plain one of their method. Of S3's only two are not
 * told apart here: ListDirectoryBuckets and WriteGetObjectResponse, which have hosts of their own.
 */
export const NOT_EMULATED: readonly MissingOperation[] = [
  ...several('analytics', 'Analytics'),
  ...several('intelligent-tiering', 'IntelligentTiering'),
  ...several('inventory', 'Inventory'),
  ...several('metrics', 'Metrics'),
  bucket('POST', 'metadataConfiguration', 'CreateBucketMetadataConfiguration'),
  bucket('GET', 'metadataConfiguration', 'GetBucketMetadataConfiguration'),
  bucket('DELETE', 'metadataConfiguration', 'DeleteBucketMetadataConfiguration'),
  bucket('POST', 'metadataTable', 'CreateBucketMetadataTableConfiguration'),
  bucket('GET', 'metadataTable', 'GetBucketMetadataTableConfiguration'),
  bucket('DELETE', 'metadataTable', 'DeleteBucketMetadataTableConfiguration'),
  bucket('PUT', 'metadataAnnotationTable', 'UpdateBucketMetadataAnnotationTableConfiguration'),
  bucket('PUT', 'metadataInventoryTable', 'UpdateBucketMetadataInventoryTableConfiguration'),
  bucket('PUT', 'metadataJournalTable', 'UpdateBucketMetadataJournalTableConfiguration'),
  bucket('GET', 'session', 'CreateSession'),
  bucket('GET', 'abac', 'GetBucketAbac'),
  bucket('PUT', 'abac', 'PutBucketAbac'),
  bucket('PUT', 'accelerate', 'PutBucketAccelerateConfiguration'),
  bucket('PUT', 'logging', 'PutBucketLogging'),
  bucket('PUT', 'object-lock', 'PutObjectLockConfiguration'),
  bucket('PUT', 'replication', 'PutBucketReplication'),
  bucket('DELETE', 'replication', 'DeleteBucketReplication'),
  bucket('PUT', 'requestPayment', 'PutBucketRequestPayment'),
  bucket('PUT', 'website', 'PutBucketWebsite'),
  bucket('DELETE', 'website', 'DeleteBucketWebsite'),
  object('GET', 'annotation', 'GetObjectAnnotation'),
  object('GET', 'annotation', 'ListObjectAnnotations'),
  object('PUT', 'annotation', 'PutObjectAnnotation'),
  object('DELETE', 'annotation', 'DeleteObjectAnnotation'),
  object('PUT', 'encryption', 'UpdateObjectEncryption'),
  object('GET', 'legal-hold', 'GetObjectLegalHold'),
  object('PUT', 'legal-hold', 'PutObjectLegalHold'),
  object('GET', 'retention', 'GetObjectRetention'),
  object('PUT', 'retention', 'PutObjectRetention'),
  object('PUT', 'renameObject', 'RenameObject'),
  object('POST', 'restore', 'RestoreObject'),
  object('POST', 'select', 'SelectObjectContent'),
  object('GET', 'torrent', 'GetObjectTorrent'),
];
