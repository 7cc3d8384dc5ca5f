import { s3Errors } from '../errors.ts';
import type { Checksum, ChecksumType } from '../model.ts';
import type { Part, Upload } from '../uploads.ts';
import {
  checksumElement,
  checksumOf,
  compositeChecksum,
  DEFAULT_ALGORITHM,
  defaultType,
} from './checksums.ts';

/** A part as whoever completes an upload names it, with its checksum where they say one, e.g. `ChecksumCRC32`. */
export interface ChosenPart {
  readonly PartNumber: number;
  readonly ETag: string;
  readonly [member: string]: unknown;
}

/** Every part but the last has at least this many bytes. */
const MIN_PART = 5 * 1024 ** 2;

/**
 * The parts that an object is made of. Throws InvalidPart, InvalidPartOrder, EntityTooSmall, and InvalidRequest where
 * checksums are missing or of another type than the upload's.
 */
export function chosenParts(
  upload: Upload,
  chosen: readonly ChosenPart[],
  type: ChecksumType | undefined,
): Part[] {
  if (chosen.length === 0) throw s3Errors.invalidRequest('You must specify at least one part');
  if (type !== undefined && type !== upload.checksum?.type) {
    throw s3Errors.invalidRequest(
      `The upload was created using the ${upload.checksum?.type ?? 'null'} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const unordered = chosen.some(
    ({ PartNumber }, index) => index > 0 && PartNumber <= (chosen[index - 1]?.PartNumber ?? 0),
  );
  if (unordered) throw s3Errors.invalidPartOrder(upload.uploadId);
  const parts = chosen.map((one) => partOf(upload, one));
  const small = parts.slice(0, -1).find(({ size }) => size < MIN_PART);
  if (small) throw s3Errors.partTooSmall(small, MIN_PART);
  return parts;
}

function partOf(upload: Upload, chosen: ChosenPart): Part {
  const { PartNumber, ETag } = chosen;
  const invalid = () => s3Errors.invalidPart(upload.uploadId, PartNumber, ETag);
  const part = upload.parts.find(({ number }) => number === PartNumber);
  if (part?.etag.replaceAll('"', '') !== ETag.replaceAll('"', '')) throw invalid();
  const named = Object.entries(chosen).find(([member]) => /^Checksum[A-Z]/.test(member));
  if (named) {
    const [member, value] = named;
    if (!upload.checksum) throw invalid();
    const algorithm = member.slice('Checksum'.length).toLowerCase();
    if (algorithm !== upload.checksum.algorithm) throw s3Errors.badPartDigest(algorithm, PartNumber);
    if (checksumElement(part?.checksum)[member] !== value) throw invalid();
  } else if (upload.checksum?.type === 'COMPOSITE') {
    throw s3Errors.invalidRequest(
      `The upload was created using a ${upload.checksum.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`,
    );
  }
  if (!part) throw invalid();
  return part;
}

/**
 * The checksum of the object that an upload makes. Throws BadDigest where the sender declared another one.
 *
 * @param declared ignored where the upload was begun without an algorithm, as S3 ignores it
 * @param type what it is declared as; default: what its algorithm is by default, which has to be the upload's too
 */
export async function completedChecksum(
  { checksum: wanted }: Upload,
  parts: readonly Part[],
  body: Uint8Array,
  declared: Checksum | undefined,
  type: ChecksumType | undefined,
): Promise<Checksum> {
  if (!wanted) return checksumOf(DEFAULT_ALGORITHM, body);
  const own = parts.flatMap(({ checksum }) => (checksum ? [checksum] : []));
  const checksum =
    wanted.type === 'COMPOSITE'
      ? await compositeChecksum(wanted.algorithm, own)
      : await checksumOf(wanted.algorithm, body);
  const meant = type ?? defaultType(wanted.algorithm);
  if (declared && (declared.value !== checksum.value || meant !== wanted.type)) {
    throw s3Errors.badDigest(wanted.algorithm);
  }
  return checksum;
}
