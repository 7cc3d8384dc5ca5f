import type { KeyMetadata, KMS } from '@aws-sdk/client-kms';
import { type Decoded, flag, jsonText, number, optional, text, withDefault } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';

const FIELDS = {
  /** Keys have no names: this is how one is found again, so it has to be its own. */
  description: text,
  policy: optional(jsonText),
  enable_key_rotation: withDefault(flag, false),
  rotation_period_in_days: optional(number),
  /** Counts when Terraform destroys the key; KMS keeps no record of it before. */
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
  attributes: ['arn', 'id', 'key_id'],

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
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    });
    if (wanted.enable_key_rotation) await rotate(kms, metadata.KeyId, wanted);
    return readKey(kms, metadata);
  },

  async update(wanted, found, { aws }) {
    const kms = await aws.kms();
    const KeyId = found.metadata.KeyId;
    const newPolicy = wanted.policy !== undefined && jsonDiffers(wanted.policy, found.policy);
    if (newPolicy) await kms.putKeyPolicy({ KeyId, Policy: wanted.policy });
    const { enabled, days } = found.rotation;
    const otherDays = wanted.rotation_period_in_days !== undefined && wanted.rotation_period_in_days !== days;
    const newRotation = wanted.enable_key_rotation !== enabled || (enabled && otherDays);
    if (newRotation) await rotate(kms, KeyId, wanted);
    return newPolicy || newRotation ? readKey(kms, found.metadata) : undefined;
  },

  describe: ({ metadata }) => ({
    arn: metadata.Arn ?? '',
    id: metadata.KeyId ?? '',
    key_id: metadata.KeyId ?? '',
  }),
});

async function rotate(kms: KMS, KeyId: string | undefined, wanted: Decoded<typeof FIELDS>): Promise<void> {
  const days = wanted.rotation_period_in_days;
  if (!wanted.enable_key_rotation) await kms.disableKeyRotation({ KeyId });
  else await kms.enableKeyRotation({ KeyId, ...(days === undefined ? {} : { RotationPeriodInDays: days }) });
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
