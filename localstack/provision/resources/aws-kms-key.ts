import type { KeyMetadata, KMS } from '@aws-sdk/client-kms';
import { type Decoded, flag, jsonText, number, optional, text, withDefault } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import type { Tags } from '../resource.ts';

const FIELDS = {
  /** Keys have no names: this is how one is found at first, so it has to be its own. */
  description: text,
  policy: optional(jsonText),
  enable_key_rotation: withDefault(flag, false),
  rotation_period_in_days: withDefault(number, 365),
  /** Counts when the key is destroyed; KMS keeps no record of it before. */
  deletion_window_in_days: optional(number),
};

interface Key {
  readonly metadata: KeyMetadata;
  readonly policy: string;
  readonly rotation: { readonly enabled: boolean; readonly days?: number | undefined };
}

/** A symmetric key with its policy and rotation. */
export default defineResource<typeof FIELDS, Key>({
  type: 'aws_kms_key',
  arguments: FIELDS,
  example: {
    k: {
      description: 'Encrypts the fixture',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${ref('data.aws_caller_identity.me.account_id')}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      }),
      enable_key_rotation: true,
      rotation_period_in_days: 180,
      deletion_window_in_days: 7,
    },
  },
  attributes: ['arn', 'id', 'key_id'],
  foundBy: ['description'],
  renames: ['description'],
  holds: 'all that it encrypted',
  // Others encrypt with it until they are told of the new one.
  createFirst: true,
  tags: {
    async read({ metadata }, _wanted, { aws }) {
      const kms = await aws.kms();
      const { Tags = [] } = await kms.listResourceTags({ KeyId: metadata.KeyId });
      return Object.fromEntries(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
    },
    async write({ metadata }, _wanted, { set, removed }, { aws }) {
      const kms = await aws.kms();
      const { KeyId } = metadata;
      if (removed.length > 0) await kms.untagResource({ KeyId, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await kms.tagResource({ KeyId, Tags: keyTags(set) });
    },
  },

  async read(wanted, { aws }) {
    const kms = await aws.kms();
    const metadata = await findKey(kms, wanted.description);
    return metadata && readKey(kms, metadata);
  },

  async create(wanted, { aws, tags }) {
    const kms = await aws.kms();
    const { KeyMetadata: metadata = {} as KeyMetadata } = await kms.createKey({
      Description: wanted.description,
      ...(wanted.policy && { Policy: wanted.policy }),
      Tags: keyTags(tags),
    });
    if (wanted.enable_key_rotation) await rotate(kms, metadata.KeyId, wanted);
    return readKey(kms, metadata);
  },

  async update(wanted, found, { account, aws }) {
    const kms = await aws.kms();
    const { KeyId, Description } = found.metadata;
    const newDescription = wanted.description !== Description;
    if (newDescription) await kms.updateKeyDescription({ KeyId, Description: wanted.description });
    const policy = wanted.policy ?? defaultPolicy(await account());
    const newPolicy = jsonDiffers(policy, found.policy);
    if (newPolicy) await kms.putKeyPolicy({ KeyId, Policy: policy });
    const { enabled, days } = found.rotation;
    const newRotation =
      wanted.enable_key_rotation !== enabled || (enabled && wanted.rotation_period_in_days !== (days ?? 365));
    if (newRotation) await rotate(kms, KeyId, wanted);
    return newDescription || newPolicy || newRotation ? readKey(kms, found.metadata) : undefined;
  },

  async delete(wanted, { metadata }, { aws }) {
    const kms = await aws.kms();
    const days = wanted.deletion_window_in_days;
    await kms.scheduleKeyDeletion({
      KeyId: metadata.KeyId,
      ...(days === undefined ? {} : { PendingWindowInDays: days }),
    });
  },

  describe: ({ metadata }) => ({
    arn: metadata.Arn ?? '',
    id: metadata.KeyId ?? '',
    key_id: metadata.KeyId ?? '',
  }),
});

async function rotate(kms: KMS, KeyId: string | undefined, wanted: Decoded<typeof FIELDS>): Promise<void> {
  if (!wanted.enable_key_rotation) await kms.disableKeyRotation({ KeyId });
  else await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: wanted.rotation_period_in_days });
}

function keyTags(tags: Tags): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** What CreateKey gives a key without a policy (KMS Developer Guide, «Default key policy»). */
function defaultPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/** A key that waits for its deletion is as good as gone. */
async function findKey(kms: KMS, description: string): Promise<KeyMetadata | undefined> {
  let Marker: string | undefined;
  do {
    const page = await kms.listKeys(Marker === undefined ? {} : { Marker });
    for (const { KeyId } of page.Keys ?? []) {
      const { KeyMetadata: metadata } = await kms.describeKey({ KeyId });
      if (metadata?.Description === description && metadata.KeyState === 'Enabled') return metadata;
    }
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return undefined;
}

async function readKey(kms: KMS, metadata: KeyMetadata): Promise<Key> {
  const KeyId = metadata.KeyId;
  const [{ Policy: policy = '' }, status] = await Promise.all([
    kms.getKeyPolicy({ KeyId, PolicyName: 'default' }),
    kms.getKeyRotationStatus({ KeyId }),
  ]);
  const rotation = { enabled: status.KeyRotationEnabled ?? false, days: status.RotationPeriodInDays };
  return { metadata, policy, rotation };
}
