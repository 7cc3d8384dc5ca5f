import { s3Errors } from '../errors.ts';
import type { Bucket } from '../model.ts';

/** Where a bucket keeps which small objects no lifecycle rule moves, beside the rules' document. */
export const MINIMUM_SIZE = 'lifecycle transition-default-minimum-object-size';
const DEFAULT = 'all_storage_classes_128K';
const SIZES: readonly string[] = [DEFAULT, 'varies_by_storage_class'];

/** The `TransitionDefaultMinimumObjectSize` of a bucket. */
export const minimumSizeOf = (bucket: Bucket): string => bucket.configurations[MINIMUM_SIZE] ?? DEFAULT;

/** The minimum that a call sets. Throws InvalidRequest for one that S3 does not know. */
export function checkedMinimumSize(size = DEFAULT): string {
  if (SIZES.includes(size)) return size;
  throw s3Errors.invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${size}`);
}
