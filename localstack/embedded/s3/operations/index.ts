import type { S3 } from '@aws-sdk/client-s3';
import type { S3Control } from '@aws-sdk/client-s3-control';
import type { S3Declaration } from '../operation.ts';
import { createBucket } from './buckets/create-bucket.ts';
import { deleteBucket } from './buckets/delete-bucket.ts';
import { getBucketAcl } from './buckets/get-bucket-acl.ts';
import { getBucketLocation } from './buckets/get-bucket-location.ts';
import { getBucketNotificationConfiguration } from './buckets/get-bucket-notification-configuration.ts';
import { getBucketPolicyStatus } from './buckets/get-bucket-policy-status.ts';
import { getBucketVersioning } from './buckets/get-bucket-versioning.ts';
import { headBucket } from './buckets/head-bucket.ts';
import { listBuckets } from './buckets/list-buckets.ts';
import { listTagsForResource } from './buckets/list-tags-for-resource.ts';
import { putBucketAcl } from './buckets/put-bucket-acl.ts';
import { putBucketNotificationConfiguration } from './buckets/put-bucket-notification-configuration.ts';
import { putBucketVersioning } from './buckets/put-bucket-versioning.ts';
import { tagResource } from './buckets/tag-resource.ts';
import { untagResource } from './buckets/untag-resource.ts';
import { deleteBucketCors } from './configurations/delete-bucket-cors.ts';
import { deleteBucketEncryption } from './configurations/delete-bucket-encryption.ts';
import { deleteBucketLifecycle } from './configurations/delete-bucket-lifecycle.ts';
import { deleteBucketOwnershipControls } from './configurations/delete-bucket-ownership-controls.ts';
import { deleteBucketPolicy } from './configurations/delete-bucket-policy.ts';
import { deleteBucketTagging } from './configurations/delete-bucket-tagging.ts';
import { deletePublicAccessBlock } from './configurations/delete-public-access-block.ts';
import { getBucketAccelerateConfiguration } from './configurations/get-bucket-accelerate-configuration.ts';
import { getBucketCors } from './configurations/get-bucket-cors.ts';
import { getBucketEncryption } from './configurations/get-bucket-encryption.ts';
import { getBucketLifecycleConfiguration } from './configurations/get-bucket-lifecycle-configuration.ts';
import { getBucketLogging } from './configurations/get-bucket-logging.ts';
import { getBucketOwnershipControls } from './configurations/get-bucket-ownership-controls.ts';
import { getBucketPolicy } from './configurations/get-bucket-policy.ts';
import { getBucketReplication } from './configurations/get-bucket-replication.ts';
import { getBucketRequestPayment } from './configurations/get-bucket-request-payment.ts';
import { getBucketTagging } from './configurations/get-bucket-tagging.ts';
import { getBucketWebsite } from './configurations/get-bucket-website.ts';
import { getObjectLockConfiguration } from './configurations/get-object-lock-configuration.ts';
import { getPublicAccessBlock } from './configurations/get-public-access-block.ts';
import { putBucketCors } from './configurations/put-bucket-cors.ts';
import { putBucketEncryption } from './configurations/put-bucket-encryption.ts';
import { putBucketLifecycleConfiguration } from './configurations/put-bucket-lifecycle-configuration.ts';
import { putBucketOwnershipControls } from './configurations/put-bucket-ownership-controls.ts';
import { putBucketPolicy } from './configurations/put-bucket-policy.ts';
import { putBucketTagging } from './configurations/put-bucket-tagging.ts';
import { putPublicAccessBlock } from './configurations/put-public-access-block.ts';
import { copyObject } from './objects/copy-object.ts';
import { deleteObject } from './objects/delete-object.ts';
import { deleteObjectTagging } from './objects/delete-object-tagging.ts';
import { deleteObjects } from './objects/delete-objects.ts';
import { getObject } from './objects/get-object.ts';
import { getObjectAcl } from './objects/get-object-acl.ts';
import { getObjectAttributes } from './objects/get-object-attributes.ts';
import { getObjectTagging } from './objects/get-object-tagging.ts';
import { headObject } from './objects/head-object.ts';
import { listObjectVersions } from './objects/list-object-versions.ts';
import { listObjects } from './objects/list-objects.ts';
import { listObjectsV2 } from './objects/list-objects-v2.ts';
import { putObject } from './objects/put-object.ts';
import { putObjectAcl } from './objects/put-object-acl.ts';
import { putObjectTagging } from './objects/put-object-tagging.ts';
import { abortMultipartUpload } from './uploads/abort-multipart-upload.ts';
import { completeMultipartUpload } from './uploads/complete-multipart-upload.ts';
import { createMultipartUpload } from './uploads/create-multipart-upload.ts';
import { listMultipartUploads } from './uploads/list-multipart-uploads.ts';
import { listParts } from './uploads/list-parts.ts';
import { uploadPart } from './uploads/upload-part.ts';
import { uploadPartCopy } from './uploads/upload-part-copy.ts';

/**
 * The names of S3's operations, from the SDK's own client, and those of S3 Control: the same service by IAM and by
 * signature, with a client of its own.
 */
type OperationName = Capitalize<Extract<keyof S3 | keyof S3Control, string>>;

/** The operations of S3. */
export const declarations: readonly S3Declaration<OperationName>[] = [
  createBucket,
  deleteBucket,
  getBucketAcl,
  getBucketLocation,
  getBucketNotificationConfiguration,
  getBucketPolicyStatus,
  getBucketVersioning,
  headBucket,
  listBuckets,
  listTagsForResource,
  putBucketAcl,
  putBucketNotificationConfiguration,
  putBucketVersioning,
  tagResource,
  untagResource,
  deleteBucketCors,
  deleteBucketEncryption,
  deleteBucketLifecycle,
  deleteBucketOwnershipControls,
  deleteBucketPolicy,
  deleteBucketTagging,
  deletePublicAccessBlock,
  getBucketAccelerateConfiguration,
  getBucketCors,
  getBucketEncryption,
  getBucketLifecycleConfiguration,
  getBucketLogging,
  getBucketOwnershipControls,
  getBucketPolicy,
  getBucketReplication,
  getBucketRequestPayment,
  getBucketTagging,
  getBucketWebsite,
  getObjectLockConfiguration,
  getPublicAccessBlock,
  putBucketCors,
  putBucketEncryption,
  putBucketLifecycleConfiguration,
  putBucketOwnershipControls,
  putBucketPolicy,
  putBucketTagging,
  putPublicAccessBlock,
  copyObject,
  deleteObjectTagging,
  deleteObject,
  deleteObjects,
  getObjectAcl,
  getObjectAttributes,
  getObjectTagging,
  getObject,
  headObject,
  listObjectVersions,
  listObjectsV2,
  listObjects,
  putObjectAcl,
  putObjectTagging,
  putObject,
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
  uploadPartCopy,
];
