import { textOf } from '../../../core/authorization.ts';
import type { Call } from '../../../core/service.ts';
import { onVersion, writing } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { headersOf, type Output, withXml } from '../../http/answers.ts';
import { defined, newObjectInput } from '../../http/input.ts';
import { sourceOf } from '../../objects/copy-source.ts';
import {
  ENCRYPTION_HEADERS,
  encryptionMembers,
  objectHeaders,
  objectMetadata,
} from '../../objects/headers.ts';
import { addVersion, versionIdOf, versionOf } from '../../objects/versions.ts';
import { checkWrite, type NewObjectInput, tagsOfHeader } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';

interface CopyObjectInput extends NewObjectInput {
  /** `bucket/key`, URL-encoded, with `?versionId=` where it is not the newest. */
  readonly CopySource: string;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
}

/** CopyObject. */
export const copyObject = defineS3Operation({
  name: 'CopyObject',
  authorization: (input, place) => [
    // Read as the operation reads it, so that no other object is copied than the one that was asked for.
    ...onVersion('GetObject', 'GetObjectVersion')(sourceOf(textOf(input.CopySource)), place),
    ...writing(input),
  ],
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'object',
    variant: 'copy',
    read: (request) => ({
      ...newObjectInput(request),
      CopySource: request.headers['x-amz-copy-source'],
      ...defined({
        MetadataDirective: request.headers['x-amz-metadata-directive'],
        TaggingDirective: request.headers['x-amz-tagging-directive'],
      }),
    }),
    write: ({ CopyObjectResult, ...rest }) =>
      withXml('CopyObjectResult', CopyObjectResult as Output, headersOf(rest)),
  },
  async run({ buckets }, input: CopyObjectInput, call: Call) {
    buckets.get(input.Bucket);
    const source = sourceOf(input.CopySource);
    const from = versionOf(buckets, source);
    const replaces = input.MetadataDirective === 'REPLACE';
    if (
      source.Bucket === input.Bucket &&
      source.Key === input.Key &&
      !replaces &&
      source.VersionId === undefined
    ) {
      throw s3Errors.invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    await buckets.keys.open(from, call.principal);
    const encrypted = await buckets.keys.encrypt(input, call.principal);
    checkWrite(buckets.objects(input.Bucket).current(input.Key), input);
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body: from.body,
        ...encrypted,
        headers: { ...(replaces ? objectHeaders(input) : unencrypted(from.headers)), ...encrypted.headers },
        metadata: replaces ? objectMetadata(input) : from.metadata,
        tags: input.TaggingDirective === 'REPLACE' ? tagsOfHeader(input.Tagging) : from.tags,
        ...(from.checksum ? { checksum: from.checksum } : {}),
      },
      'ObjectCreated:Copy',
      call,
    );
    return {
      CopyObjectResult: { ETag: version.etag, LastModified: new Date(version.lastModified) },
      ...versionIdOf(buckets, input.Bucket, version),
      ...encryptionMembers(version.headers),
      ...(buckets.get(source.Bucket).versioning ? { CopySourceVersionId: from.versionId } : {}),
    };
  },
});

/** A copy is encrypted as where it goes, not as where it comes from. */
function unencrypted(headers: Readonly<Record<string, string>>): Record<string, string> {
  const encryption = new Set(Object.values(ENCRYPTION_HEADERS));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !encryption.has(name)));
}
