import { createHash } from 'node:crypto';
import type { Call } from '../../core/service.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { s3Errors } from '../errors.ts';
import { announce } from '../events/notifications.ts';
import type { Checksum, ObjectVersion } from '../model.ts';

/** What a new version of an object is made of. */
export interface NewVersion extends Pick<ObjectVersion, 'body' | 'headers' | 'metadata' | 'encryption'> {
  readonly tags?: ObjectVersion['tags'];
  readonly checksum?: Checksum;
  /** In quotes; default: the MD5 of the body. */
  readonly etag?: string;
  readonly parts?: number;
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
    versionId: newVersionId(buckets, at.bucket),
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
    if (!gone) return { VersionId: versionId };
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
    versionId: newVersionId(buckets, at.bucket),
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

/** The version asked for, or the newest. Throws NoSuchKey, NoSuchVersion or, for a delete marker, MethodNotAllowed. */
export function versionOf(
  buckets: Buckets,
  input: { Bucket: string; Key: string; VersionId?: string },
): ObjectVersion {
  const objects = buckets.objects(input.Bucket);
  if (input.VersionId === undefined) {
    const current = objects.current(input.Key);
    if (!current) throw s3Errors.noSuchKey(input.Key);
    return current;
  }
  const version = objects.versions(input.Key).find(({ versionId }) => versionId === input.VersionId);
  if (!version) throw s3Errors.noSuchVersion(input.Key, input.VersionId);
  if (version.deleteMarker) throw s3Errors.methodNotAllowed('GET');
  return version;
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

function newVersionId(buckets: Buckets, bucket: string): string {
  if (buckets.get(bucket).versioning !== 'Enabled') return 'null';
  return Buffer.from(buckets.context.random.bytes(24)).toString('base64url');
}

function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > 1024) throw s3Errors.keyTooLong(size);
}
