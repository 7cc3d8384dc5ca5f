/** The input of operations on one bucket. */
export interface BucketInput {
  readonly Bucket: string;
}

/** The input of operations on one object, or one of its versions. */
export interface ObjectInput extends BucketInput {
  readonly Key: string;
  readonly VersionId?: string;
}

/** A bucket and its settings. */
export interface Bucket {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly region: string;
  readonly versioning?: 'Enabled' | 'Suspended';
  /** Documents as they were sent (XML, or JSON for the policy), by subresource, e.g. `lifecycle`. */
  readonly configurations: Readonly<Record<string, string>>;
}

/** A checksum in S3's form: the algorithm as in header names, the value in base64. */
export interface Checksum {
  readonly algorithm: string;
  readonly value: string;
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  /** `null` for what was written without versioning. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly body: Uint8Array;
  /** In quotes, as it travels. */
  readonly etag: string;
  /** What GetObject sends back as headers: content-type, cache-control and the like. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** The key in KMS that it is encrypted under; absent where S3's own is. */
  readonly encryption?: {
    readonly keyArn: string;
    /** The encryption context: the bucket's ARN with a bucket key, else the object's. */
    readonly arn: string;
    readonly bucketKey: boolean;
    /** Encrypted under the key in KMS; base64. */
    readonly dataKey: string;
  };
  /** How many parts it was uploaded in; absent for a single upload. */
  readonly parts?: number;
}

/** A version without its bytes. */
export type VersionDescription = Omit<ObjectVersion, 'body'>;

/** Everything stored under one key, the newest version first. */
export interface StoredObject {
  readonly key: string;
  readonly versions: readonly VersionDescription[];
}
