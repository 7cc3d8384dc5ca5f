import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../clock/clock.ts';
import type { Credentials } from '../core/context.ts';
import { createCredentialStore } from '../core/credentials.ts';
import { createRandom } from '../core/random.ts';
import { createMemoryStorage } from '../storage/storage.ts';
import { type FormFields, verifyPostPolicy } from './post-policy.ts';
import { createSigningKeys, hmac } from './sigv4.ts';

const MINUTE = 60_000;

function aContext() {
  // The signer reads the machine's clock, so the emulated one stands where the machine is.
  const clock = createClock(standingTime(Date.now()));
  const root = { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };
  const credentials = createCredentialStore({
    clock,
    random: createRandom('post'),
    storage: createMemoryStorage(),
    root,
  });
  return { clock, credentials, region: 'us-east-1', root };
}

async function fieldsOf(credentials: Credentials, Expires = 300): Promise<FormFields> {
  const { expiration: _, ...identity } = credentials;
  const client = new S3Client({
    region: 'us-east-1',
    credentials: identity,
    endpoint: 'http://127.0.0.1',
    forcePathStyle: true,
  });
  const post = await createPresignedPost(client, {
    Bucket: 'uploads',
    Key: 'a.pdf',
    Expires,
    Conditions: [['content-length-range', 1, 1000]],
  });
  return Object.fromEntries(Object.entries(post.fields).map(([name, value]) => [name.toLowerCase(), value]));
}

const rootKey = { accessKeyId: 'test', secretAccessKey: 'test' };

describe('the policy of a browser upload', () => {
  test('is verified, and its conditions are returned', async () => {
    const context = aContext();
    const verified = verifyPostPolicy(await fieldsOf(rootKey), context);
    expect(verified.principal).toEqual(context.root);
    expect(verified.conditions).toContainEqual(['content-length-range', 1, 1000]);
  });

  test("signed by a role's session needs the session's token in the form", async () => {
    const context = aContext();
    const fields = await fieldsOf(
      context.credentials.assumeRole('arn:aws:iam::000000000000:role/http', 'session'),
    );
    expect(verifyPostPolicy(fields, context).principal.roleArn).toBe('arn:aws:iam::000000000000:role/http');
    expect(() => verifyPostPolicy({ ...fields, 'x-amz-security-token': 'another' }, context)).toThrow(
      expect.objectContaining({ code: 'InvalidToken' }),
    );
  });

  test('does not hold once it was changed', async () => {
    const fields = await fieldsOf(rootKey);
    const policy = JSON.parse(Buffer.from(fields.policy ?? '', 'base64').toString());
    const wider = Buffer.from(JSON.stringify({ ...policy, conditions: [] })).toString('base64');
    expect(() => verifyPostPolicy({ ...fields, policy: wider }, aContext())).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 }),
    );
  });

  test('expires by the emulated clock', async () => {
    const context = aContext();
    const fields = await fieldsOf(rootKey, 300);
    await context.clock.advance(5 * MINUTE);
    expect(() => verifyPostPolicy(fields, context)).toThrow(
      expect.objectContaining({
        code: 'AccessDenied',
        message: 'Invalid according to Policy: Policy expired.',
      }),
    );
  });

  test.each(['policy', 'x-amz-credential', 'x-amz-date', 'x-amz-signature', 'x-amz-algorithm'])(
    'needs the field %s',
    async (name) => {
      const { [name]: _, ...fields } = await fieldsOf(rootKey);
      expect(() => verifyPostPolicy(fields, aContext())).toThrow(
        expect.objectContaining({ code: 'InvalidArgument', message: expect.stringContaining(`'${name}'`) }),
      );
    },
  );

  test.each([
    ['x-amz-algorithm', 'AWS4', 'InvalidArgument', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'],
    ['x-amz-date', 'today', 'InvalidArgument', 'The credential of the form is malformed.'],
    ['x-amz-date', '19990101T000000Z', 'InvalidArgument', 'The credential of the form is malformed.'],
    [
      'policy',
      '',
      'InvalidArgument',
      "Bucket POST must contain a field named 'policy'.  If it is specified, please check the order of the fields.",
    ],
  ])('is refused with %s %j: %s', async (name, value, code, message) => {
    const fields = { ...(await fieldsOf(rootKey)), [name]: value };
    expect(() => verifyPostPolicy(fields, aContext())).toThrow(
      expect.objectContaining({ code, message, status: 400 }),
    );
  });

  test.each([
    [{ service: 'sqs' }, 'InvalidArgument', 'The credential of the form is malformed.'],
    [{ end: 'aws3_request' }, 'InvalidArgument', 'The credential of the form is malformed.'],
    [{ end: undefined }, 'InvalidArgument', 'The credential of the form is malformed.'],
    [
      { region: 'eu-west-1' },
      'AuthorizationHeaderMalformed',
      "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ],
    [
      { key: 'AKIA' },
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
  ])('is refused with the credential %j: %s', async (change, code, message) => {
    const fields = await fieldsOf(rootKey);
    const [key, day, region, service, end] = (fields['x-amz-credential'] ?? '').split('/');
    const parts = { key, day, region, service, end, ...change };
    const credential = Object.values(parts)
      .filter((part) => part !== undefined)
      .join('/');
    expect(() => verifyPostPolicy({ ...fields, 'x-amz-credential': credential }, aContext())).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  test('expires with the session that signed it', async () => {
    const context = aContext();
    const role = 'arn:aws:iam::000000000000:role/http';
    const fields = await fieldsOf(context.credentials.assumeRole(role, 'session', 15 * MINUTE), 3600);
    await context.clock.advance(15 * MINUTE - 1);
    expect(verifyPostPolicy(fields, context).principal.roleArn).toBe(role);
    await context.clock.advance(1);
    expect(() => verifyPostPolicy(fields, context)).toThrow(
      expect.objectContaining({ code: 'ExpiredToken', message: 'The provided token has expired.' }),
    );
  });

  test('is good until the very moment that it names', async () => {
    const context = aContext();
    const fields = await fieldsOf(rootKey, 300);
    const { expiration } = verifyPostPolicy(fields, context);
    await context.clock.advance(expiration - context.clock.now() - 1);
    expect(verifyPostPolicy(fields, context).expiration).toBe(expiration);
    await context.clock.advance(1);
    expect(() => verifyPostPolicy(fields, context)).toThrow('Policy expired');
  });

  /** The form's own fields with this policy, signed by the key of the root user. */
  async function withPolicy(policy: string): Promise<FormFields> {
    const fields = await fieldsOf(rootKey);
    const [, day = '', region = '', service = ''] = (fields['x-amz-credential'] ?? '').split('/');
    const encoded = Buffer.from(policy).toString('base64');
    const key = createSigningKeys()('test', { day, region, service });
    return { ...fields, policy: encoded, 'x-amz-signature': hmac(key, encoded).toString('hex') };
  }

  test.each([
    ['{', 'Invalid Policy: Invalid JSON.'],
    ['null', "Invalid Policy: Invalid 'expiration' value."],
    ['{"conditions":[]}', "Invalid Policy: Invalid 'expiration' value."],
    ['{"expiration":"soon","conditions":[]}', "Invalid Policy: Invalid 'expiration' value."],
    ['{"expiration":"2100-01-01T00:00:00Z"}', "Invalid Policy: Policy missing 'conditions'."],
    ['{"expiration":"2100-01-01T00:00:00Z","conditions":{}}', "Invalid Policy: Policy missing 'conditions'."],
  ])('is none with the text %s', async (policy, message) => {
    const fields = await withPolicy(policy);
    expect(() => verifyPostPolicy(fields, aContext())).toThrow(
      expect.objectContaining({ code: 'InvalidPolicyDocument', status: 400, message }),
    );
  });
});
