import { isObject, type Json } from '../json.ts';

/** What the SDK for Java, which AWS calls S3 with, sums objects up with unless another algorithm is asked for. */
const DEFAULT_CHECKSUM = 'CRC32';

/** `Parameters` as S3 takes them: the body of an object is sent as the JSON text of what it is in the workflow. */
export function toS3(input: object): object {
  if (!('Body' in input)) return input;
  const body = Buffer.from(JSON.stringify(input.Body));
  return { ChecksumAlgorithm: DEFAULT_CHECKSUM, ...input, Body: body };
}

/** S3's answer as Step Functions shows it: the body of an object as text, a checksum by its algorithm's name. */
export function fromS3(output: unknown): unknown {
  if (typeof output !== 'object' || output === null) return output;
  const { Body: body, Checksum: checksum, ...others } = output as Record<string, unknown>;
  return {
    ...others,
    ...(body instanceof Uint8Array ? { Body: Buffer.from(body).toString() } : {}),
    ...(isObject(checksum) ? { [`Checksum${upperCase(checksum.algorithm)}`]: checksum.value } : {}),
  };
}

function upperCase(algorithm: Json | undefined): string {
  return String(algorithm).toUpperCase();
}
