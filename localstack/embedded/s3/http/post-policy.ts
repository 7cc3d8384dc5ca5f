import { AwsError } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';

/** Form fields by lower-case name, in the order sent; what follows the file is not looked at. */
export type Fields = ReadonlyMap<string, string>;

type Operand = string | number;

/** One condition of a policy: `{"key": "a"}` or `["starts-with", "$key", "a/"]`. */
type Condition = Readonly<Record<string, Operand>> | readonly Operand[];

/** What a policy is held against. */
export interface Upload {
  readonly fields: Fields;
  readonly bucket: string;
  /** Of the file, in bytes. */
  readonly size: number;
}

/** Fields that a policy need not mention. */
const EXEMPT = new Set(['x-amz-signature', 'file', 'policy', 'awsaccesskeyid', 'signature']);

/**
 * Holds an upload against the conditions of its policy: each is met, and no field goes unmentioned. Throws
 * AccessDenied in S3's words, EntityTooLarge, EntityTooSmall or InvalidPolicyDocument.
 */
export function checkConditions(conditions: readonly unknown[], upload: Upload): void {
  const mentioned = new Set<string>();
  for (const condition of conditions as readonly Condition[]) {
    if (Array.isArray(condition)) checkList(condition, upload, mentioned);
    else
      for (const [name, value] of Object.entries(condition))
        checkEquals(name, String(value), upload, mentioned, condition);
  }
  for (const name of upload.fields.keys()) {
    if (EXEMPT.has(name) || name.startsWith('x-ignore-') || mentioned.has(name)) continue;
    throw refused(`Extra input fields: ${name}`);
  }
}

function checkList(condition: readonly Operand[], upload: Upload, mentioned: Set<string>): void {
  const [operator, first, second] = condition;
  switch (String(operator).toLowerCase()) {
    case 'content-length-range':
      if (upload.size < Number(first)) throw s3Errors.entityTooSmall(upload.size, Number(first));
      if (upload.size > Number(second)) throw s3Errors.entityTooLarge(upload.size, Number(second));
      return;
    case 'eq':
      checkEquals(String(first).replace(/^\$/, ''), String(second), upload, mentioned, condition);
      return;
    case 'starts-with':
      checkStart(String(first).replace(/^\$/, ''), String(second), upload, mentioned, condition);
      return;
    default:
      throw new AwsError('InvalidPolicyDocument', `Invalid Policy: Unknown condition: ${operator}`, 400);
  }
}

function checkEquals(
  name: string,
  value: string,
  upload: Upload,
  mentioned: Set<string>,
  condition: unknown,
): void {
  mentioned.add(name.toLowerCase());
  if (fieldOf(name, upload) !== value) throw conditionFailed('eq', name, value, condition);
}

function checkStart(
  name: string,
  value: string,
  upload: Upload,
  mentioned: Set<string>,
  condition: unknown,
): void {
  mentioned.add(name.toLowerCase());
  const sent = fieldOf(name, upload);
  // A list of content types must begin that way in each of its parts.
  const parts =
    name.toLowerCase() === 'content-type' ? (sent?.split(',').map((part) => part.trim()) ?? []) : [sent];
  if (sent === undefined || !parts.every((part) => part?.startsWith(value))) {
    throw conditionFailed('starts-with', name, value, condition);
  }
}

function fieldOf(name: string, upload: Upload): string | undefined {
  return name.toLowerCase() === 'bucket' ? upload.bucket : upload.fields.get(name.toLowerCase());
}

function conditionFailed(operator: string, name: string, value: string, condition: unknown): AwsError {
  const shown = Array.isArray(condition) ? condition : [operator, `$${name}`, value];
  return refused(`Policy Condition failed: ${JSON.stringify(shown)}`);
}

function refused(reason: string): AwsError {
  return s3Errors.accessDenied(`Invalid according to Policy: ${reason}`);
}
