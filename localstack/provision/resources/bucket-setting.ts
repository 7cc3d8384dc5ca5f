import type { S3 } from '@aws-sdk/client-s3';
import type { Decoded, Fields } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import type { ResourceType } from '../resource.ts';
import { unlessNotFound } from './not-found.ts';

/** One of the settings of a bucket that Terraform treats as resources of their own. */
export interface BucketSetting<F extends Fields & { bucket: Fields[string] }, Setting> {
  readonly type: string;
  readonly arguments: F;
  /** The error that S3 answers while the setting was never made; most settings have one. */
  readonly absent?: string;
  /** The setting as S3 writes it. */
  wanted(arguments_: Decoded<F>): Setting;
  read(s3: S3, bucket: string): Promise<Setting | undefined>;
  write(s3: S3, bucket: string, setting: Setting): Promise<unknown>;
  /** Back to what a bucket has that never had the setting. */
  remove(s3: S3, bucket: string): Promise<unknown>;
  /** Whether two settings differ; default: member by member. */
  differs?(wanted: Setting, found: Setting): boolean;
}

/** A resource type that is read whole, compared, and written whole. */
export function defineBucketSetting<F extends Fields & { bucket: Fields[string] }, Setting>(
  setting: BucketSetting<F, Setting>,
): ResourceType {
  const bucketOf = (wanted: Decoded<F>) => String(wanted.bucket);
  const differ = setting.differs ?? differs;
  return defineResource<F, { readonly setting: Setting }>({
    type: setting.type,
    arguments: setting.arguments,
    attributes: ['id'],
    within: 'bucket',
    foundBy: ['bucket'],

    async read(wanted, { aws }) {
      const s3 = await aws.s3();
      const names = setting.absent === undefined ? [] : [setting.absent];
      const found = await unlessNotFound(setting.read(s3, bucketOf(wanted)), ...names);
      return found && { setting: found };
    },

    async create(wanted, { aws }) {
      const s3 = await aws.s3();
      const value = setting.wanted(wanted);
      await setting.write(s3, bucketOf(wanted), value);
      return { setting: value };
    },

    async update(wanted, found, tools) {
      return differ(setting.wanted(wanted), found.setting) ? this.create(wanted, tools) : undefined;
    },

    async delete(wanted, _found, { aws }) {
      await setting.remove(await aws.s3(), bucketOf(wanted));
    },

    describe: (_found, wanted) => ({ id: bucketOf(wanted) }),
  });
}
