import BTreeModule from 'sorted-btree';
import type { Collection } from '../../storage/storage.ts';
import type { ObjectVersion, StoredObject, VersionDescription } from '../model.ts';

// The package is CommonJS: Node hands over its exports object as the default import.
const BTree = BTreeModule.default ?? BTreeModule;

/**
 * The objects of one bucket, in order of their keys' UTF-8 bytes as S3 lists them. Bytes are kept apart from
 * what describes them, so that a durable storage writes them once.
 */
export class Objects {
  readonly #stored: Collection<StoredObject>;
  readonly #bodies: Collection<Uint8Array>;
  readonly #grown: (bytes: number) => void;
  readonly #order = new BTree<string, string>(undefined, compareBytes);

  /** @param grown called with how many bytes the bodies have grown by, or shrunk, with each change */
  constructor(
    stored: Collection<StoredObject>,
    bodies: Collection<Uint8Array>,
    grown: (bytes: number) => void,
  ) {
    this.#stored = stored;
    this.#bodies = bodies;
    this.#grown = grown;
    for (const [key] of stored.entries()) this.#order.set(key, key);
  }

  get size(): number {
    return this.#stored.size;
  }

  /** All versions under `key`, the newest first. */
  versions(key: string): readonly ObjectVersion[] {
    const { versions = [] } = this.#stored.get(key) ?? {};
    return versions.map((version) => this.#withBody(key, version));
  }

  /** The newest version, where it is no delete marker. */
  current(key: string): ObjectVersion | undefined {
    const newest = this.#stored.get(key)?.versions[0];
    return newest && !newest.deleteMarker ? this.#withBody(key, newest) : undefined;
  }

  /** Replaces all versions under `key`; none removes it. */
  replace(key: string, versions: readonly ObjectVersion[]): void {
    for (const { versionId } of this.#stored.get(key)?.versions ?? []) {
      if (versions.some((kept) => kept.versionId === versionId)) continue;
      const at = bodyKey(key, versionId);
      this.#grown(-(this.#bodies.get(at)?.byteLength ?? 0));
      this.#bodies.delete(at);
    }
    if (versions.length === 0) {
      this.#stored.delete(key);
      this.#order.delete(key);
      return;
    }
    const described = versions.map(({ body, ...description }) => {
      const at = bodyKey(key, description.versionId);
      const known = this.#bodies.get(at);
      if (known !== body) {
        this.#grown(body.byteLength - (known?.byteLength ?? 0));
        this.#bodies.set(at, body);
      }
      return description;
    });
    this.#stored.set(key, { key, versions: described });
    this.#order.set(key, key);
  }

  #withBody(key: string, version: VersionDescription): ObjectVersion {
    return { ...version, body: this.#bodies.get(bodyKey(key, version.versionId)) ?? new Uint8Array() };
  }

  /** Keys from `start` on, in order. */
  keys(start: string): IterableIterator<string> {
    return this.#order.keys(start);
  }
}

function bodyKey(key: string, versionId: string): string {
  return `${key}\0${versionId}`;
}

/** UTF-16 order differs from that of the bytes where surrogates are involved. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const surrogates = /[\ud800-\udfff]/;
  if (surrogates.test(a) || surrogates.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
