import type { EmbeddedContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { Principal } from '../core/service.ts';
import { authErrors } from './auth-errors.ts';
import { timeOf } from './authentication.ts';
import { createSigningKeys, equal, hmac } from './sigv4.ts';

/** The form fields of a browser upload, their names in lower case. */
export type FormFields = Readonly<Record<string, string | undefined>>;

/** A policy whose signature holds and which has not expired; its conditions are S3's to check. */
export interface VerifiedPolicy {
  readonly principal: Principal;
  readonly conditions: readonly unknown[];
  /** Milliseconds since the epoch. */
  readonly expiration: number;
}

const signingKeys = createSigningKeys();

/**
 * Verifies the signature over the base64 policy of a browser-based upload, the key and token it names, and
 * its expiration on the context's clock. Throws S3's errors.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
 */
export function verifyPostPolicy(
  fields: FormFields,
  context: Pick<EmbeddedContext, 'clock' | 'credentials' | 'region'>,
): VerifiedPolicy {
  const policy = required(fields, 'policy');
  const [accessKeyId = '', day = '', region = '', service = '', end] = required(
    fields,
    'x-amz-credential',
  ).split('/');
  const date = required(fields, 'x-amz-date');
  if (required(fields, 'x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw invalidArgument('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  if (service !== 's3' || end !== 'aws4_request' || timeOf(date) === undefined || !date.startsWith(day)) {
    throw invalidArgument('The credential of the form is malformed.');
  }
  if (region !== context.region) throw authErrors.wrongRegion('s3', region, context.region);
  const issued = context.credentials.lookUp(accessKeyId);
  if (!issued) throw authErrors.unknownKey('s3', accessKeyId);
  if (issued.sessionToken !== undefined && issued.sessionToken !== fields['x-amz-security-token']) {
    throw authErrors.wrongToken('s3');
  }
  const key = signingKeys(issued.secretAccessKey, { day, region, service });
  if (!equal(hmac(key, policy).toString('hex'), required(fields, 'x-amz-signature')))
    throw authErrors.mismatch('s3');
  const now = context.clock.now();
  if (issued.expiration !== undefined && issued.expiration <= now) throw authErrors.tokenExpired('s3');
  const { conditions, expiration } = parsePolicy(policy);
  if (expiration <= now)
    throw new AwsError('AccessDenied', 'Invalid according to Policy: Policy expired.', 403);
  return { principal: issued.principal, conditions, expiration };
}

function parsePolicy(policy: string): { conditions: readonly unknown[]; expiration: number } {
  let document: { conditions?: unknown; expiration?: unknown } | null;
  try {
    document = JSON.parse(Buffer.from(policy, 'base64').toString('utf8'));
  } catch {
    throw invalidPolicy('Invalid JSON.');
  }
  const expiration = Date.parse(String(document?.expiration));
  if (Number.isNaN(expiration)) throw invalidPolicy("Invalid 'expiration' value.");
  if (!Array.isArray(document?.conditions)) throw invalidPolicy("Policy missing 'conditions'.");
  return { conditions: document.conditions, expiration };
}

function required(fields: FormFields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') {
    throw invalidArgument(
      `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    );
  }
  return value;
}

function invalidArgument(message: string): AwsError {
  return new AwsError('InvalidArgument', message, 400);
}

function invalidPolicy(reason: string): AwsError {
  return new AwsError('InvalidPolicyDocument', `Invalid Policy: ${reason}`, 400);
}
