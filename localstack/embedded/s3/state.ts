import type { Buckets } from './buckets/buckets.ts';
import type { Uploads } from './uploads.ts';

/** What the operations of S3 work on. */
export interface S3State {
  readonly buckets: Buckets;
  /** The multipart uploads under way. */
  readonly uploads: Uploads;
}
