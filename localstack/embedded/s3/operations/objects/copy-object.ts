import { textOf } from '../../../core/authorization.ts';
import type { Call } from '../../../core/service.ts';
import { onVersion, writing } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { headersOf, type Output, withXml } from '../../http/answers.ts';
import { copySourceInput } from '../../http/copy-input.ts';
import { defined, newObjectInput } from '../../http/input.ts';
import type { Checksum, ObjectVersion } from '../../model.ts';
import { checksumElements, checksumOf, DEFAULT_ALGORITHM } from '../../objects/checksums.ts';
import { type CopySourceInput, copiedVersion, sourceOf } from '../../objects/copy-source.ts';
import {
  ENCRYPTION_HEADERS,
  encryptionMembers,
  objectHeaders,
  objectMetadata,
} from '../../objects/headers.ts';
import { addVersion, versionIdOf } from '../../objects/versions.ts';
import { checkWrite, type NewObjectInput } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';
import { tagsOfHeader } from '../../tags.ts';

type CopyObjectInput = NewObjectInput &
  CopySourceInput & { readonly MetadataDirective?: string; readonly TaggingDirective?: string };

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
      ...copySourceInput(request),
      ...defined({
        MetadataDirective: request.headers['x-amz-metadata-directive'],
        TaggingDirective: request.headers['x-amz-tagging-directive'],
        ChecksumAlgorithm: request.headers['x-amz-checksum-algorithm'],
      }),
    }),
    write: ({ CopyObjectResult, ...rest }) =>
      withXml('CopyObjectResult', CopyObjectResult as Output, headersOf(rest)),
  },
  async run({ buckets }, input: CopyObjectInput, call: Call) {
    buckets.get(input.Bucket);
    checkDirective('metadata', input.MetadataDirective);
    checkDirective('tagging', input.TaggingDirective);
    const { version: from, described } = copiedVersion(buckets, input);
    const replaces = input.MetadataDirective === 'REPLACE';
    const changes = from.encryption ?? buckets.get(input.Bucket).configurations.encryption;
    if (changes === undefined) checkChange(input);
    await buckets.keys.open(from, call.principal);
    const encrypted = await buckets.keys.encrypt(input, call.principal);
    const checksum = await copiedChecksum(from, input.ChecksumAlgorithm);
    checkWrite(buckets.objects(input.Bucket).current(input.Key), input);
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body: from.body,
        ...encrypted,
        headers: { ...(replaces ? objectHeaders(input) : copiedHeaders(from, input)), ...encrypted.headers },
        metadata: replaces ? objectMetadata(input) : from.metadata,
        tags: input.TaggingDirective === 'REPLACE' ? tagsOfHeader(input.Tagging) : from.tags,
        checksum,
      },
      'ObjectCreated:Copy',
      call,
    );
    return {
      CopyObjectResult: {
        ETag: version.etag,
        LastModified: new Date(version.lastModified),
        ...checksumElements(checksum),
      },
      ...versionIdOf(buckets, input.Bucket, version),
      ...encryptionMembers(version.headers),
      ...described,
    };
  },
});

/** Throws InvalidArgument where it is none, which would else be a copy that nobody asked for. */
function checkDirective(kind: 'metadata' | 'tagging', directive: string | undefined): void {
  if (directive === undefined || directive === 'COPY' || directive === 'REPLACE') return;
  throw s3Errors.invalidArgument(`Unknown ${kind} directive.`, `x-amz-${kind}-directive`, directive);
}

/** What makes a copy of an object to itself another object. */
const CHANGES = ['ServerSideEncryption', 'SSEKMSKeyId', 'StorageClass', 'WebsiteRedirectLocation'];

/** Throws InvalidRequest where an object is copied to itself as it is. */
function checkChange(input: CopyObjectInput): void {
  const { Bucket, Key, VersionId } = sourceOf(input.CopySource);
  if (Bucket !== input.Bucket || Key !== input.Key || VersionId !== undefined) return;
  if (input.MetadataDirective === 'REPLACE' || CHANGES.some((member) => input[member] !== undefined)) return;
  throw s3Errors.invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** The source's own checksum where it is one of all the bytes; a copy is not in parts. */
async function copiedChecksum(from: ObjectVersion, algorithm: string | undefined): Promise<Checksum> {
  const wanted = algorithm?.toLowerCase() ?? from.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  const kept = from.checksum?.type !== 'COMPOSITE' && from.checksum?.algorithm === wanted;
  return kept && from.checksum ? from.checksum : checksumOf(wanted, from.body);
}

/**
 * A copy is encrypted as where it goes, not as where it comes from; nor are class and redirection copied
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).
 */
function copiedHeaders(
  from: ObjectVersion,
  input: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const own = new Set([
    ...Object.values(ENCRYPTION_HEADERS),
    'x-amz-storage-class',
    'x-amz-website-redirect-location',
  ]);
  const { StorageClass, WebsiteRedirectLocation } = input;
  const { 'content-type': _byDefault, ...set } = objectHeaders(
    defined({ StorageClass, WebsiteRedirectLocation }),
  );
  return { ...Object.fromEntries(Object.entries(from.headers).filter(([name]) => !own.has(name))), ...set };
}
