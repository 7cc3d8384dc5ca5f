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

/** Whether a checksum is one of all the bytes, or one of the checksums of the parts. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

/** A checksum in S3's form: the algorithm as in header names, the value in base64. */
export interface Checksum {
  readonly algorithm: string;
  /** A composite one has the number of its parts after a hyphen. */
  readonly value: string;
  /** Default: `FULL_OBJECT`. */
  readonly type?: ChecksumType;
}

/** A part that an object was uploaded in. */
export interface UploadedPart {
  readonly number: number;
  /** In bytes. */
  readonly size: number;
  readonly checksum?: Checksum;
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
  /** Those parts, in order; absent where an older process stored the object. */
  readonly uploadedParts?: readonly UploadedPart[];
}

/** A version without its bytes. */
export type VersionDescription = Omit<ObjectVersion, 'body'>;

/** Everything stored under one key, the newest version first. */
export interface StoredObject {
  readonly key: string;
  readonly versions: readonly VersionDescription[];
}
