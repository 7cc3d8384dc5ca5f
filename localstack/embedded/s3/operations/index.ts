import type { S3 } from '@aws-sdk/client-s3';
import type { S3Control } from '@aws-sdk/client-s3-control';
import type { Operation } from '../../core/service.ts';
import type { Buckets } from '../buckets.ts';
import type { Uploads } from '../uploads.ts';
import { getAcl, putAcl } from './acl.ts';
import { getBucketPolicyStatus } from './bucket-policy-status.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { CONFIGURATIONS, deleteConfiguration, getConfiguration, putConfiguration } from './configurations.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { getObject } from './get-object.ts';
import { getLifecycle, putLifecycle } from './lifecycle.ts';
import { listObjects, listObjectsV2, listObjectVersions } from './list-objects.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart-upload.ts';
import { getBucketNotification, putBucketNotification } from './notification.ts';
import { getObjectTagging, putObjectTagging } from './object-tagging.ts';
import { putObject } from './put-object.ts';
import { listTagsForResource, tagResource, untagResource } from './resource-tags.ts';
import { getBucketVersioning, putBucketVersioning } from './versioning.ts';

/** The names of S3's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof S3, string>>;

/** The names of S3 Control's operations: the same service by IAM and by signature, with a client of its own. */
type ControlName = Capitalize<Extract<keyof S3Control, string>>;

/**
 * S3's operations over `buckets`, by AWS's name. Input and output have the SDK's members, but for a bucket's
 * configurations, which are `Document`s: text, as it travels.
 */
export function operationsOf(buckets: Buckets, uploads: Uploads): Readonly<Record<string, Operation>> {
  const operations: Partial<Record<OperationName, Operation>> = {
    CreateBucket: createBucket(buckets),
    HeadBucket: headBucket(buckets),
    GetBucketLocation: getBucketLocation(buckets),
    ListBuckets: listBuckets(buckets),
    DeleteBucket: deleteBucket(buckets),
    PutBucketVersioning: putBucketVersioning(buckets),
    GetBucketVersioning: getBucketVersioning(buckets),
    PutBucketNotificationConfiguration: putBucketNotification(buckets),
    GetBucketNotificationConfiguration: getBucketNotification(buckets),
    GetBucketPolicyStatus: getBucketPolicyStatus(buckets),
    GetBucketAcl: getAcl(buckets),
    PutBucketAcl: putAcl(buckets),
    GetObjectAcl: getAcl(buckets),
    PutObjectAcl: putAcl(buckets),
    PutObject: putObject(buckets),
    GetObject: getObject(buckets, true),
    HeadObject: getObject(buckets, false),
    CopyObject: copyObject(buckets),
    DeleteObject: deleteObject(buckets),
    DeleteObjects: deleteObjects(buckets),
    ListObjects: listObjects(buckets),
    ListObjectsV2: listObjectsV2(buckets),
    ListObjectVersions: listObjectVersions(buckets),
    CreateMultipartUpload: createMultipartUpload(buckets, uploads),
    UploadPart: uploadPart(buckets, uploads),
    CompleteMultipartUpload: completeMultipartUpload(buckets, uploads),
    AbortMultipartUpload: abortMultipartUpload(buckets, uploads),
    ListParts: listParts(buckets, uploads),
    ListMultipartUploads: listMultipartUploads(buckets, uploads),
    GetObjectTagging: getObjectTagging(buckets),
    PutObjectTagging: putObjectTagging(buckets),
    DeleteObjectTagging: putObjectTagging(buckets),
  };
  const ofControl: Partial<Record<ControlName, Operation>> = {
    ListTagsForResource: listTagsForResource(buckets),
    TagResource: tagResource(buckets),
    UntagResource: untagResource(buckets),
  };
  const all: Record<string, Operation> = { ...operations, ...ofControl };
  for (const kind of CONFIGURATIONS) {
    all[kind.get] = getConfiguration(buckets, kind);
    if (kind.put) all[kind.put] = putConfiguration(buckets, kind);
    if (kind.delete) all[kind.delete] = deleteConfiguration(buckets, kind);
    if (kind.subresource === 'lifecycle') {
      all.GetBucketLifecycleConfiguration = getLifecycle(buckets, kind);
      all.PutBucketLifecycleConfiguration = putLifecycle(buckets, kind);
    }
  }
  return all;
}
