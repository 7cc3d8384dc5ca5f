import type { AwsResponse } from '../../core/http.ts';
import { checkHeaderValue } from '../objects/headers.ts';
import { type Output, withHeaders } from './answers.ts';
import { defined, objectInput, partNumberInput } from './input.ts';
import type { S3Request } from './request.ts';

/** The input of GetObject and HeadObject. Throws InvalidArgument. */
export function downloadInput(request: S3Request): object {
  const { headers } = request;
  for (const [header, value] of overrides(request)) checkHeaderValue(`response-${header}`, value);
  return {
    ...objectInput(request),
    ...partNumberInput(request),
    ...defined({
      Range: headers.range,
      IfMatch: headers['if-match'],
      IfNoneMatch: headers['if-none-match'],
      IfModifiedSince: headers['if-modified-since'],
      IfUnmodifiedSince: headers['if-unmodified-since'],
      ChecksumMode: headers['x-amz-checksum-mode'],
    }),
  };
}

/** The headers that a download's URL, if it is signed, may say (GetObject, «Overriding response header values»). */
const OVERRIDABLE = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

function overrides({ query }: S3Request): [header: string, value: string][] {
  return OVERRIDABLE.flatMap((header): [string, string][] => {
    const value = query.get(`response-${header}`);
    return value === null ? [] : [[header, value]];
  });
}

/** An object's answer, with the headers that the request's URL sets. */
export function writeDownload(output: Output, request: S3Request): AwsResponse {
  const answer = withHeaders(output);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(overrides(request)) } };
}
