import { createHash } from 'node:crypto';
import type { Call } from '../../core/service.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { S3Error, s3Errors } from '../errors.ts';
import { announce } from '../events/notifications.ts';
import type { Checksum, ObjectVersion, UploadedPart } from '../model.ts';
import { checkVersionId, newVersionId } from './version-ids.ts';

/** What a new version of an object is made of. */
export interface NewVersion extends Pick<ObjectVersion, 'body' | 'headers' | 'metadata' | 'encryption'> {
  readonly tags?: ObjectVersion['tags'];
  readonly checksum?: Checksum;
  /** In quotes; default: the MD5 of the body. */
  readonly etag?: string;
  readonly parts?: number;
  readonly uploadedParts?: readonly UploadedPart[];
}

/** Stores a new version as the bucket's versioning says, and announces it by `event`, e.g. `ObjectCreated:Put`. */
export function addVersion(
  buckets: Buckets,
  at: { bucket: string; key: string },
  made: NewVersion,
  event: string,
  call: Call,
): ObjectVersion {
  checkKey(at.key);
  const version: ObjectVersion = {
    ...made,
    versionId: newVersionId(buckets.get(at.bucket), buckets.context.random),
    deleteMarker: false,
    lastModified: buckets.context.clock.now(),
    etag: made.etag ?? `"${createHash('md5').update(made.body).digest('hex')}"`,
    tags: made.tags ?? {},
  };
  push(buckets, at, version);
  announce(buckets, { ...at, name: event, version, principal: call.principal, requestId: call.requestId });
  return version;
}

/**
 * Deletes an object or one of its versions: on a versioned bucket, a key alone gets a delete marker. Deleting
 * what is not there is a success.
 */
export function deleteVersion(
  buckets: Buckets,
  at: { bucket: string; key: string },
  versionId: string | undefined,
  call: Call,
): { DeleteMarker?: boolean; VersionId?: string } {
  const objects = buckets.objects(at.bucket);
  const versions = objects.versions(at.key);
  const removal = { ...at, principal: call.principal, requestId: call.requestId };
  if (versionId !== undefined) {
    const gone = versions.find((version) => version.versionId === versionId);
    if (!gone) {
      checkVersionId(buckets.get(at.bucket), versionId);
      return { VersionId: versionId };
    }
    objects.replace(
      at.key,
      versions.filter((version) => version !== gone),
    );
    announce(buckets, { ...removal, name: 'ObjectRemoved:Delete', version: gone });
    return { VersionId: versionId, ...(gone.deleteMarker ? { DeleteMarker: true } : {}) };
  }
  if (!buckets.get(at.bucket).versioning) {
    const [gone] = versions;
    objects.replace(at.key, []);
    if (gone) announce(buckets, { ...removal, name: 'ObjectRemoved:Delete', version: gone });
    return {};
  }
  const marker = addDeleteMarker(buckets, at);
  announce(buckets, { ...removal, name: 'ObjectRemoved:DeleteMarkerCreated', version: marker });
  return { DeleteMarker: true, VersionId: marker.versionId };
}

/** Puts a delete marker before an object's versions, in a bucket that has versions. */
export function addDeleteMarker(buckets: Buckets, at: { bucket: string; key: string }): ObjectVersion {
  const marker: ObjectVersion = {
    versionId: newVersionId(buckets.get(at.bucket), buckets.context.random),
    deleteMarker: true,
    lastModified: buckets.context.clock.now(),
    body: new Uint8Array(),
    etag: '',
    headers: {},
    metadata: {},
    tags: {},
  };
  push(buckets, at, marker);
  return marker;
}

/** How an operation looks for a version. */
interface Lookup {
  /** The request's method, which a refusal names; default: `GET`. */
  readonly method?: 'DELETE' | 'GET' | 'PUT';
  /** Whether it works on the newest version even where that is a delete marker, and refuses it as such; default: false. */
  readonly ofMarker?: boolean;
}

/** The version asked for, or the newest. Throws NoSuchKey, NoSuchVersion, InvalidArgument or, for a delete marker, MethodNotAllowed. */
export function versionOf(
  buckets: Buckets,
  { Bucket, Key, VersionId }: { Bucket: string; Key: string; VersionId?: string },
  { method = 'GET', ofMarker = false }: Lookup = {},
): ObjectVersion {
  const versions = buckets.objects(Bucket).versions(Key);
  const version =
    VersionId === undefined ? versions[0] : versions.find(({ versionId }) => versionId === VersionId);
  if (version && !version.deleteMarker) return version;
  if (version && (VersionId !== undefined || ofMarker)) throw ofDeleteMarker(method, version);
  if (VersionId !== undefined) {
    checkVersionId(buckets.get(Bucket), VersionId);
    throw s3Errors.noSuchVersion(Key, VersionId);
  }
  throw version ? new S3Error(s3Errors.noSuchKey(Key), markerHeaders(version)) : s3Errors.noSuchKey(Key);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
function ofDeleteMarker(method: string, marker: ObjectVersion): S3Error {
  return new S3Error(s3Errors.methodNotAllowed(method, 'DeleteMarker'), {
    ...markerHeaders(marker),
    allow: 'DELETE',
    'last-modified': new Date(marker.lastModified).toUTCString(),
  });
}

function markerHeaders({ versionId }: ObjectVersion): Record<string, string> {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId };
}

/** What a version that was just written is called: nothing where versions are not kept, or no longer. */
export function writtenVersionId({ versionId }: ObjectVersion): { VersionId?: string } {
  return versionId === 'null' ? {} : { VersionId: versionId };
}

/** What a version is called in answers: nothing in a bucket that never was versioned. */
export function versionIdOf(
  buckets: Buckets,
  bucket: string,
  version: ObjectVersion,
): { VersionId?: string } {
  return buckets.get(bucket).versioning ? { VersionId: version.versionId } : {};
}

function push(buckets: Buckets, at: { bucket: string; key: string }, version: ObjectVersion): void {
  const objects = buckets.objects(at.bucket);
  const kept = objects.versions(at.key).filter(({ versionId }) => versionId !== version.versionId);
  objects.replace(at.key, [version, ...kept]);
}

function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > 1024) throw s3Errors.keyTooLong(size);
}
