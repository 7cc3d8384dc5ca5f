import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../clock/clock.ts';
import type { Credentials } from '../core/context.ts';
import { createCredentialStore } from '../core/credentials.ts';
import { createRandom } from '../core/random.ts';
import { createMemoryStorage } from '../storage/storage.ts';
import { type FormFields, verifyPostPolicy } from './post-policy.ts';

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
});
