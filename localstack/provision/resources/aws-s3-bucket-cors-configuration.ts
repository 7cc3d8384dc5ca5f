import type { CORSConfiguration } from '@aws-sdk/client-s3';
import { blocks, list, number, optional, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = {
  bucket: text,
  cors_rule: blocks({
    allowed_headers: optional(list(text)),
    allowed_methods: list(text),
    allowed_origins: list(text),
    expose_headers: optional(list(text)),
    max_age_seconds: optional(number),
  }),
};

/** Which web pages may use a bucket. */
export default defineBucketSetting<typeof FIELDS, CORSConfiguration>({
  type: 'aws_s3_bucket_cors_configuration',
  arguments: FIELDS,
  example: {
    b: {
      bucket: ref('aws_s3_bucket.b.id'),
      cors_rule: [
        { allowed_methods: ['GET'], allowed_origins: ['http://localhost:3000'], max_age_seconds: 60 },
      ],
    },
  },
  absent: 'NoSuchCORSConfiguration',
  wanted: (wanted) => ({
    CORSRules: wanted.cors_rule.map((rule) => ({
      AllowedHeaders: rule.allowed_headers,
      AllowedMethods: rule.allowed_methods,
      AllowedOrigins: rule.allowed_origins,
      ExposeHeaders: rule.expose_headers,
      MaxAgeSeconds: rule.max_age_seconds,
    })),
  }),
  async read(s3, Bucket) {
    const { CORSRules } = await s3.getBucketCors({ Bucket });
    return { CORSRules };
  },
  write: (s3, Bucket, CORSConfiguration) => s3.putBucketCors({ Bucket, CORSConfiguration }),
  remove: (s3, Bucket) => s3.deleteBucketCors({ Bucket }),
});
