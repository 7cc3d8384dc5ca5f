import type { EmbeddedContext } from '../../core/context.ts';
import { s3Errors } from '../errors.ts';
import { createEventDeliveries, type EventDeliveries } from '../events/deliveries.ts';
import type { Bucket, StoredObject } from '../model.ts';
import { createObjectKeys, type ObjectKeys } from '../objects/encryption.ts';
import { Objects } from '../objects/store.ts';

/** The account's buckets and what is in them. */
export interface Buckets {
  readonly context: EmbeddedContext;
  readonly keys: ObjectKeys;
  readonly deliveries: EventDeliveries;
  /** Throws NoSuchBucket. */
  get(name: string): Bucket;
  has(name: string): boolean;
  all(): Bucket[];
  save(bucket: Bucket): void;
  remove(name: string): void;
  /** The bucket policy that guards a bucket or an object, by its ARN. */
  policyOf(arn: string): string | undefined;
  /** The objects of a bucket that exists. Throws NoSuchBucket. */
  objects(name: string): Objects;
}

/** Opens the buckets in the context's storage. */
export function createBuckets(context: EmbeddedContext): Buckets {
  const buckets = context.storage.collection<Bucket>('s3/buckets');
  const stores = new Map<string, Objects>();

  function get(name: string): Bucket {
    const bucket = buckets.get(name);
    if (!bucket) throw s3Errors.noSuchBucket(name);
    return bucket;
  }

  return {
    context,
    keys: createObjectKeys(context, get),
    deliveries: createEventDeliveries(context),
    get,
    has: (name) => buckets.has(name),
    all: () => [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    save(bucket) {
      buckets.set(bucket.name, bucket);
    },
    remove(name) {
      buckets.delete(name);
      stores.delete(name);
    },
    policyOf(arn) {
      const [name = ''] = arn.slice('arn:aws:s3:::'.length).split('/', 1);
      return arn.startsWith('arn:aws:s3:::') ? buckets.get(name)?.configurations.policy : undefined;
    },
    objects(name) {
      get(name);
      let store = stores.get(name);
      if (!store) {
        store = new Objects(
          context.storage.collection<StoredObject>(`s3/objects/${name}`),
          context.storage.collection<Uint8Array>(`s3/bodies/${name}`),
          (bytes) => context.meter.add('s3', 'storedBytes', name, bytes),
        );
        stores.set(name, store);
      }
      return store;
    },
  };
}

/** The account as S3 names an owner. */
export function ownerOf(buckets: Buckets): { ID: string } {
  return { ID: buckets.context.accountId.padStart(64, '0') };
}
