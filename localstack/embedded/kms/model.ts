/** A KMS key of the account: symmetric, with its material in this process. */
export interface Key {
  readonly id: string;
  readonly description: string;
  /** `AWS` for the keys that a service makes for itself, e.g. `alias/aws/sqs`; nobody can change those. */
  readonly manager: 'AWS' | 'CUSTOMER';
  /** Milliseconds since the epoch, as are the others. */
  readonly createdAt: number;
  readonly enabled: boolean;
  /** Set while the key waits for its deletion. */
  readonly deletionAt?: number;
  /** Days between ScheduleKeyDeletion and {@link Key.deletionAt}. */
  readonly pendingWindow?: number;
  readonly rotation?: Rotation;
  /** All key material that the key ever had, the newest last: what an old one encrypted must stay readable. */
  readonly materials: readonly Material[];
  /** The key policy as JSON text. */
  readonly policy: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Automatic rotation, where it is on. */
export interface Rotation {
  readonly days: number;
  /** From when the days are counted. */
  readonly since: number;
}

/** 256 bits, in base64, and what made them current. */
export interface Material {
  readonly bytes: string;
  readonly at: number;
  readonly made: 'creation' | 'AUTOMATIC' | 'ON_DEMAND';
}

/** A name for a key. */
export interface Alias {
  /** With the prefix: `alias/orders`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** How most operations name the key that they are about: by id, ARN or alias. */
export interface KeyInput {
  readonly KeyId?: string;
}

/** An alias, and the key that it is to stand for. */
export interface AliasInput {
  readonly AliasName?: string;
  readonly TargetKeyId?: string;
}
