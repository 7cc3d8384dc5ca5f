import { onVersion } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { headersOf, withXml } from '../../http/answers.ts';
import { defined, objectInput } from '../../http/input.ts';
import type { ObjectInput, ObjectVersion } from '../../model.ts';
import { checksumElement, checksumElements } from '../../objects/checksums.ts';
import { versionIdOf, versionOf } from '../../objects/versions.ts';
import { defineS3Operation } from '../../operation.ts';

/** What can be asked for. */
const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

interface GetObjectAttributesInput extends ObjectInput {
  readonly ObjectAttributes?: readonly string[];
  /** How many parts are described; default and most: 1000. */
  readonly MaxParts?: number;
  /** The number of the part after which they begin. */
  readonly PartNumberMarker?: number;
}

/** GetObjectAttributes: of its parts, only those with a checksum of their own are described. */
export const getObjectAttributes = defineS3Operation({
  name: 'GetObjectAttributes',
  authorization: (input, place) => [
    ...onVersion('GetObject', 'GetObjectVersion')(input, place),
    ...onVersion('GetObjectAttributes', 'GetObjectVersionAttributes')(input, place),
  ],
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'object',
    subresource: 'attributes',
    read: (request) => {
      const { headers } = request;
      return {
        ...objectInput(request),
        ...defined({
          ObjectAttributes: headers['x-amz-object-attributes']?.split(',').map((name) => name.trim()),
          MaxParts: numberOf(headers['x-amz-max-parts']),
          PartNumberMarker: numberOf(headers['x-amz-part-number-marker']),
        }),
      };
    },
    write: ({ LastModified, VersionId, ...rest }) => {
      const { ObjectParts, ...others } = rest;
      const parts = ObjectParts as { Parts?: unknown; TotalPartsCount?: number } | undefined;
      const { Parts, TotalPartsCount, ...paging } = parts ?? {};
      const elements = parts
        ? { ...others, ObjectParts: { ...paging, PartsCount: TotalPartsCount, Part: Parts } }
        : others;
      return withXml('GetObjectAttributesResponse', elements, headersOf({ LastModified, VersionId }));
    },
  },
  run({ buckets }, input: GetObjectAttributesInput) {
    const asked = new Set(askedFor(input.ObjectAttributes));
    const version = versionOf(buckets, input);
    const parts = asked.has('ObjectParts') ? partsOf(version, input) : undefined;
    return {
      LastModified: new Date(version.lastModified),
      ...versionIdOf(buckets, input.Bucket, version),
      ...(asked.has('ETag') ? { ETag: version.etag.replaceAll('"', '') } : {}),
      ...(asked.has('Checksum') && version.checksum ? { Checksum: checksumOfObject(version) } : {}),
      ...(parts ? { ObjectParts: parts } : {}),
      ...(asked.has('StorageClass')
        ? { StorageClass: version.headers['x-amz-storage-class'] ?? 'STANDARD' }
        : {}),
      ...(asked.has('ObjectSize') ? { ObjectSize: version.body.byteLength } : {}),
    };
  },
});

const numberOf = (header: string | undefined) => (header === undefined ? undefined : Number(header));

function askedFor(attributes: readonly string[] | undefined): readonly string[] {
  if (!attributes || attributes.join('') === '') {
    throw s3Errors.invalidArgument(
      'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
      'x-amz-object-attributes',
    );
  }
  if (attributes.every((name) => ATTRIBUTES.includes(name))) return attributes;
  throw s3Errors.invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes');
}

/** Here, other than in headers, a composite checksum does not say how many parts it is of. */
function checksumOfObject({ checksum }: ObjectVersion): object {
  if (!checksum) return {};
  return checksumElements({ ...checksum, value: checksum.value.replace(/-\d+$/, '') });
}

function partsOf(
  version: ObjectVersion,
  { MaxParts, PartNumberMarker = 0 }: GetObjectAttributesInput,
): object | undefined {
  if (version.parts === undefined) return undefined;
  const TotalPartsCount = version.parts;
  if (version.checksum?.type !== 'COMPOSITE') return { TotalPartsCount };
  const following = (version.uploadedParts ?? []).filter(({ number }) => number > PartNumberMarker);
  const page = following.slice(0, Math.min(MaxParts ?? 1000, 1000));
  return {
    TotalPartsCount,
    PartNumberMarker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: MaxParts ?? 1000,
    IsTruncated: page.length < following.length,
    Parts: page.map(({ number, size, checksum }) => ({
      PartNumber: number,
      Size: size,
      ...checksumElement(checksum),
    })),
  };
}
