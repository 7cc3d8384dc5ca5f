import type { AliasListEntry, KMS } from '@aws-sdk/client-kms';
import { text } from '../arguments.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = { name: text, target_key_id: text };

/** A name of a key. */
export default defineResource<typeof FIELDS, AliasListEntry>({
  type: 'aws_kms_alias',
  arguments: FIELDS,
  example: { k: { name: 'alias/fixture', target_key_id: ref('aws_kms_key.k.key_id') } },
  attributes: ['arn', 'id', 'target_key_arn'],
  foundBy: ['name'],

  async read(wanted, { aws }) {
    return findAlias(await aws.kms(), wanted.name);
  },

  async create(wanted, { aws }) {
    const kms = await aws.kms();
    await kms.createAlias({ AliasName: wanted.name, TargetKeyId: wanted.target_key_id });
    return (await findAlias(kms, wanted.name)) ?? {};
  },

  async update(wanted, found, { aws }) {
    if (found.TargetKeyId === keyIdOf(wanted.target_key_id)) return undefined;
    const kms = await aws.kms();
    await kms.updateAlias({ AliasName: wanted.name, TargetKeyId: wanted.target_key_id });
    return (await findAlias(kms, wanted.name)) ?? {};
  },

  async delete(wanted, _alias, { aws }) {
    const kms = await aws.kms();
    await kms.deleteAlias({ AliasName: wanted.name });
  },

  describe: (alias) => {
    const arn = alias.AliasArn ?? '';
    const key = arn.replace(/alias\/.*$/, `key/${alias.TargetKeyId}`);
    return { arn, id: alias.AliasName ?? '', target_key_arn: key };
  },
});

async function findAlias(kms: KMS, name: string): Promise<AliasListEntry | undefined> {
  let Marker: string | undefined;
  do {
    const page = await kms.listAliases(Marker === undefined ? {} : { Marker });
    const found = page.Aliases?.find((alias) => alias.AliasName === name);
    if (found) return found;
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return undefined;
}

function keyIdOf(idOrArn: string): string {
  return idOrArn.split('/').at(-1) ?? idOrArn;
}
