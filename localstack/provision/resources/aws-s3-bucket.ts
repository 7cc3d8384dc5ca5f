import { flag, text, withDefault } from '../arguments.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';
import { tagList } from './tags.ts';

const FIELDS = {
  bucket: text,
  /** Only says what `terraform destroy` may do; nothing here destroys. */
  force_destroy: withDefault(flag, false),
};

/** A bucket; its settings are resources of their own. */
export default defineResource<typeof FIELDS, { readonly name: string }>({
  type: 'aws_s3_bucket',
  arguments: FIELDS,
  attributes: ['arn', 'bucket_regional_domain_name', 'id'],

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

  describe: (bucket, _wanted, { region }) => ({
    id: bucket.name,
    arn: `arn:aws:s3:::${bucket.name}`,
    bucket_regional_domain_name: `${bucket.name}.s3.${region}.amazonaws.com`,
  }),
});
