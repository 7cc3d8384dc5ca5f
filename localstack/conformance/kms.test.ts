import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

const DAY = 86_400_000;
const text = (value: string) => new TextEncoder().encode(value);
const aName = () => `alias/${uniqueName('key')}`;

let aws: StartedEmbedded;
let kms: KMSClient;

beforeAll(async () => {
  aws = await startBackend(['kms']);
  kms = aws.client(KMSClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aKey(settings: object = {}): Promise<{ id: string; arn: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'a key', ...settings }));
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}

async function encrypted(keyId: string, plaintext = 'secret', context: Record<string, string> = {}) {
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: keyId, Plaintext: text(plaintext), EncryptionContext: context }),
  );
  return CiphertextBlob ?? new Uint8Array();
}

describe('a key', () => {
  test('is described as it was made, and is enabled at once', async () => {
    const { id } = await aKey({ Tags: [{ TagKey: 'Stage', TagValue: 'dev' }] });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    expect(KeyMetadata).toMatchObject({
      KeyId: id,
      Arn: expect.stringMatching(new RegExp(`^arn:aws:kms:us-east-1:\\d{12}:key/${id}$`)),
      Description: 'a key',
      Enabled: true,
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyManager: 'CUSTOMER',
      Origin: 'AWS_KMS',
      MultiRegion: false,
    });
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
    expect(Tags).toEqual([{ TagKey: 'Stage', TagValue: 'dev' }]);
  });

  test('lets the account decide by IAM where it was made without a policy', async () => {
    const { id, arn } = await aKey();
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Statement: [{ Principal: { AWS: `arn:aws:iam::${arn.split(':')[4]}:root` }, Action: 'kms:*' }],
    });
    expect(await kms.send(new ListKeyPoliciesCommand({ KeyId: id }))).toMatchObject({
      PolicyNames: ['default'],
    });
  });

  test('keeps the policy that it is given, and refuses what is none', async () => {
    const { id, arn } = await aKey();
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Administer',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${arn.split(':')[4]}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: policy }));
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: id }));
    expect(JSON.parse(Policy ?? '')).toEqual(JSON.parse(policy));
    await expect(kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: '{}' }))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    await expect(kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'other' }))).rejects.toMatchObject(
      { name: 'NotFoundException' },
    );
  });

  test('can be listed, and is not there under another id', async () => {
    const { id, arn } = await aKey();
    const found: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await kms.send(new ListKeysCommand({ Limit: 1, ...(Marker ? { Marker } : {}) }));
      found.push(...(page.Keys ?? []).map((key) => key.KeyArn));
      Marker = page.NextMarker;
    } while (Marker);
    expect(found).toContain(arn);
    const other = '00000000-0000-4000-8000-000000000000';
    await expect(kms.send(new DescribeKeyCommand({ KeyId: other }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Key '${arn.replace(id, other)}' does not exist`,
    });
  });

  test('takes tags and loses them', async () => {
    const { id } = await aKey();
    await kms.send(new TagResourceCommand({ KeyId: id, Tags: [{ TagKey: 'a', TagValue: '1' }] }));
    await kms.send(new TagResourceCommand({ KeyId: id, Tags: [{ TagKey: 'b', TagValue: '2' }] }));
    await kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: ['a'] }));
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
    expect(Tags).toEqual([{ TagKey: 'b', TagValue: '2' }]);
  });
});

describe('an alias', () => {
  test('stands for its key, and for another one when it is told so', async () => {
    const [first, second, name] = [await aKey(), await aKey(), aName()];
    await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: first.id }));
    const target = async () => (await kms.send(new DescribeKeyCommand({ KeyId: name }))).KeyMetadata?.KeyId;
    expect(await target()).toBe(first.id);
    await kms.send(new UpdateAliasCommand({ AliasName: name, TargetKeyId: second.arn }));
    expect(await target()).toBe(second.id);
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: second.id }));
    expect(Aliases).toMatchObject([
      { AliasName: name, AliasArn: second.arn.replace(`key/${second.id}`, name), TargetKeyId: second.id },
    ]);
  });

  test('is unique, begins with alias/, and is gone after it was deleted', async () => {
    const [{ id }, name] = [await aKey(), aName()];
    await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: id }));
    await expect(
      kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: id })),
    ).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await expect(
      kms.send(new CreateAliasCommand({ AliasName: 'receipts', TargetKeyId: id })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await kms.send(new DeleteAliasCommand({ AliasName: name }));
    await expect(kms.send(new DeleteAliasCommand({ AliasName: name }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

describe('cryptography', () => {
  test('gives any text back under the same encryption context, whatever the order of its members', async () => {
    const { id } = await aKey();
    const context = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ maxLength: 8 }), {
      maxKeys: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), context, async (Plaintext, given) => {
        const { CiphertextBlob } = await kms.send(
          new EncryptCommand({ KeyId: id, Plaintext, EncryptionContext: given }),
        );
        const turned = Object.fromEntries(Object.entries(given).reverse());
        const back = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: turned }));
        expect(Buffer.from(back.Plaintext ?? [])).toEqual(Buffer.from(Plaintext));
        expect(back.KeyId).toMatch(new RegExp(`key/${id}$`));
      }),
      { numRuns: 20 },
    );
  });

  test('refuses another context, a changed text and the wrong key', async () => {
    const [{ id }, other] = [await aKey(), await aKey()];
    const CiphertextBlob = await encrypted(id, 'secret', { table: 'a' });
    const refused = async (input: object) =>
      kms.send(new DecryptCommand({ CiphertextBlob, ...input })).then(
        () => 'decrypted',
        (error: Error) => error.name,
      );
    expect(await refused({ EncryptionContext: { table: 'b' } })).toBe('InvalidCiphertextException');
    const changed = Uint8Array.from(CiphertextBlob);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await refused({ CiphertextBlob: changed, EncryptionContext: { table: 'a' } })).toBe(
      'InvalidCiphertextException',
    );
    expect(await refused({ KeyId: other.id, EncryptionContext: { table: 'a' } })).toBe(
      'IncorrectKeyException',
    );
  });

  test('gives data keys whose encrypted form opens to the plain one', async () => {
    const { id } = await aKey();
    const { Plaintext, CiphertextBlob } = await kms.send(
      new GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_256' }),
    );
    expect(Plaintext).toHaveLength(32);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(opened.Plaintext).toEqual(Plaintext);
    const closed = await kms.send(
      new GenerateDataKeyWithoutPlaintextCommand({ KeyId: id, NumberOfBytes: 16 }),
    );
    expect(closed).not.toHaveProperty('Plaintext');
    expect((await kms.send(new DecryptCommand(closed as never))).Plaintext).toHaveLength(16);
  });

  test('moves a text to another key', async () => {
    const [from, to] = [await aKey(), await aKey()];
    const { CiphertextBlob, KeyId } = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob: await encrypted(from.id, 'moved', { a: '1' }),
        SourceEncryptionContext: { a: '1' },
        DestinationKeyId: to.id,
      }),
    );
    expect(KeyId).toBe(to.arn);
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, KeyId: to.id }));
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('moved');
  });
});

describe('a key that is disabled', () => {
  test('does nothing until it is enabled again', async () => {
    const { id, arn } = await aKey();
    const CiphertextBlob = await encrypted(id);
    await kms.send(new DisableKeyCommand({ KeyId: id }));
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
      name: 'DisabledException',
      message: `${arn} is disabled.`,
    });
    await kms.send(new EnableKeyCommand({ KeyId: id }));
    expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(text('secret'));
  });
});

describe('the deletion of a key', () => {
  test('waits for its window, in which the key cannot be used', async () => {
    const { id, arn } = await aKey();
    const CiphertextBlob = await encrypted(id);
    const planned = await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    expect(planned).toMatchObject({ KeyId: arn, KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false });
    expect(KeyMetadata?.DeletionDate).toEqual(planned.DeletionDate);
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${arn} is pending deletion.`,
    });
    await expect(
      kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 })),
    ).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
  });

  test('can be cancelled, and leaves the key disabled', async () => {
    const { id } = await aKey();
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    await kms.send(new CancelKeyDeletionCommand({ KeyId: id }));
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    expect(KeyMetadata).toMatchObject({ KeyState: 'Disabled' });
    expect(KeyMetadata).not.toHaveProperty('DeletionDate');
  });

  test('takes the key and its aliases when the window is over', async () => {
    const { clock } = aws.context;
    const [{ id }, name] = [await aKey(), aName()];
    await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: id }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    await clock.advance(7 * DAY);
    await expect(kms.send(new DescribeKeyCommand({ KeyId: id }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(kms.send(new DescribeKeyCommand({ KeyId: name }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

describe('rotation', () => {
  test('is off until it is enabled, and has the period that it was given', async () => {
    const { id } = await aKey();
    const status = () => kms.send(new GetKeyRotationStatusCommand({ KeyId: id }));
    expect(await status()).toMatchObject({ KeyRotationEnabled: false });
    await kms.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: 90 }));
    expect(await status()).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    await kms.send(new DisableKeyRotationCommand({ KeyId: id }));
    expect(await status()).toMatchObject({ KeyRotationEnabled: false });
  });

  test('replaces the material when it is due, and what the old one encrypted stays readable', async () => {
    const { clock } = aws.context;
    const { id } = await aKey();
    await kms.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: 90 }));
    const CiphertextBlob = await encrypted(id, 'old');
    await clock.advance(181 * DAY);
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('old');
    const { Rotations } = await kms.send(new ListKeyRotationsCommand({ KeyId: id }));
    expect(Rotations?.map((rotation) => rotation.RotationType)).toEqual(['AUTOMATIC', 'AUTOMATIC']);
  });
});

describe('what is not emulated', () => {
  test('is refused by name', async () => {
    await expect(kms.send(new CreateKeyCommand({ KeySpec: 'RSA_2048' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('KeySpec RSA_2048'),
    });
  });
});
