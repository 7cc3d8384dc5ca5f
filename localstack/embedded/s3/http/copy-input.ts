import { defined } from './input.ts';
import type { S3Request } from './request.ts';

/** The source of a copy and what is demanded of it, which travel as headers. */
export const copySourceInput = ({ headers }: S3Request): Record<string, unknown> => ({
  CopySource: headers['x-amz-copy-source'],
  ...defined({
    CopySourceIfMatch: headers['x-amz-copy-source-if-match'],
    CopySourceIfNoneMatch: headers['x-amz-copy-source-if-none-match'],
    CopySourceIfModifiedSince: headers['x-amz-copy-source-if-modified-since'],
    CopySourceIfUnmodifiedSince: headers['x-amz-copy-source-if-unmodified-since'],
  }),
});
