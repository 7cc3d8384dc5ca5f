import type { S3 } from '@aws-sdk/client-s3';
import { flag, text, withDefault } from '../arguments.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';
import { tagList, tagsOfList } from './tags.ts';

const FIELDS = {
  bucket: text,
  /** Whether its objects may be deleted with it; S3 knows nothing of that. */
  force_destroy: withDefault(flag, false),
};

/** A bucket; its settings are resources of their own. */
export default defineResource<typeof FIELDS, { readonly name: string }>({
  type: 'aws_s3_bucket',
  arguments: FIELDS,
  example: { b: { bucket: 'fixture-bucket', force_destroy: true } },
  attributes: ['arn', 'bucket_regional_domain_name', 'id'],
  foundBy: ['bucket'],
  holds: 'its objects',
  tags: {
    async read({ name }, _wanted, { aws }) {
      const s3 = await aws.s3();
      const found = await unlessNotFound(s3.getBucketTagging({ Bucket: name }), 'NoSuchTagSet');
      return tagsOfList(found?.TagSet);
    },
    // All of a bucket's tags are written at once.
    async write({ name: Bucket }, _wanted, _changes, { aws, tags }) {
      const s3 = await aws.s3();
      if (Object.keys(tags).length === 0) await s3.deleteBucketTagging({ Bucket });
      else await s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagList(tags) } });
    },
  },

  async read(wanted, { aws }) {
    const s3 = await aws.s3();
    const found = await unlessNotFound(s3.headBucket({ Bucket: wanted.bucket }), 'NotFound', 'NoSuchBucket');
    return found && { name: wanted.bucket };
  },

  async create(wanted, { aws, region, tags }) {
    const s3 = await aws.s3();
    await s3.createBucket({
      Bucket: wanted.bucket,
      // us-east-1 is the one region that may not be named.
      ...(region !== 'us-east-1' && {
        CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
      }),
    });
    if (Object.keys(tags).length > 0) {
      await s3.putBucketTagging({ Bucket: wanted.bucket, Tagging: { TagSet: tagList(tags) } });
    }
    return { name: wanted.bucket };
  },

  async update() {
    return undefined;
  },

  async delete(wanted, { name: Bucket }, { aws }) {
    const s3 = await aws.s3();
    if (wanted.force_destroy) await empty(s3, Bucket);
    await s3.deleteBucket({ Bucket });
  },

  describe: (bucket, _wanted, { region }) => ({
    id: bucket.name,
    arn: `arn:aws:s3:::${bucket.name}`,
    bucket_regional_domain_name: `${bucket.name}.s3.${region}.amazonaws.com`,
  }),
});

/** Deletes every version of every object. */
async function empty(s3: S3, Bucket: string): Promise<void> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await s3.listObjectVersions({ Bucket, KeyMarker, VersionIdMarker });
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length > 0) await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
    KeyMarker = page.NextKeyMarker;
    VersionIdMarker = page.NextVersionIdMarker;
  } while (KeyMarker !== undefined);
}
