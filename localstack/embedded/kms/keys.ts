import type { EmbeddedContext } from '../core/context.ts';
import { kmsErrors } from './errors.ts';
import { managedKeyPolicy } from './key-policy.ts';
import type { Alias, Key, Material } from './model.ts';
import { rotated } from './rotation.ts';

/** Services that make a key of their own when one of their resources first asks for it. */
const AWS_MANAGED: readonly string[] = ['dynamodb', 'lambda', 's3', 'sqs'].map((name) => `alias/aws/${name}`);

/** The account's keys and their names. */
export interface Keys {
  readonly context: EmbeddedContext;
  /**
   * The key of an id, an ARN, an alias or an alias's ARN, with the rotations that are due by now. Throws
   * NotFoundException.
   */
  find(keyId: unknown): Key;
  /** As {@link Keys.find}, for changes: throws where the key is AWS's own or waits for its deletion. */
  changeable(keyId: unknown): Key;
  /** As {@link Keys.changeable}, for rotation: throws DisabledException too. */
  rotatable(keyId: unknown): Key;
  /** As {@link Keys.find}, for cryptography: throws DisabledException or KMSInvalidStateException. */
  usable(keyId: unknown): Key;
  all(): Key[];
  save(key: Key): Key;
  arnOf(key: Key): string;
  /** What stands for a key that is only being made: no policy decides about it yet. */
  readonly anyArn: string;
  /** The policy of the key with that ARN. */
  policyOf(arn: string): string | undefined;
  /** The tags of the key with that ARN. */
  tagsOf(arn: string): Readonly<Record<string, string>> | undefined;
  aliases(): Alias[];
  alias(name: string): Alias | undefined;
  saveAlias(alias: Alias): void;
  removeAlias(name: string): void;
  aliasArn(name: string): string;
  newMaterial(made: Material['made'], at: number): Material;
}

/** Opens the keys in the context's storage. A key whose waiting time is over is gone, with its aliases, when it is next looked for. */
export function createKeys(context: EmbeddedContext): Keys {
  const { clock, random, region, accountId } = context;
  const keys = context.storage.collection<Key>('kms/keys');
  const aliases = context.storage.collection<Alias>('kms/aliases');
  const prefix = `arn:aws:kms:${region}:${accountId}`;

  function newMaterial(made: Material['made'], at: number): Material {
    return { bytes: Buffer.from(random.bytes(32)).toString('base64'), at, made };
  }

  function sweep(): void {
    for (const key of [...keys.values()]) {
      if (key.deletionAt === undefined || key.deletionAt > clock.now()) continue;
      keys.delete(key.id);
      for (const alias of [...aliases.values()]) if (alias.keyId === key.id) aliases.delete(alias.name);
    }
  }

  function save(key: Key): Key {
    keys.set(key.id, key);
    return key;
  }

  function makeManaged(name: string): Alias {
    const now = clock.now();
    const service = name.slice('alias/aws/'.length);
    const key = save({
      id: random.uuid(),
      description: `Default key that protects my ${service} data when no other key is defined`,
      manager: 'AWS',
      createdAt: now,
      enabled: true,
      rotation: { days: 365, since: now },
      materials: [newMaterial('creation', now)],
      policy: managedKeyPolicy(service, accountId, region),
      tags: {},
    });
    const alias = { name, keyId: key.id, createdAt: now, updatedAt: now };
    aliases.set(name, alias);
    return alias;
  }

  function idOf(keyId: unknown): string {
    if (typeof keyId !== 'string' || keyId === '') {
      throw kmsErrors.validation(
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
      );
    }
    let name = keyId;
    if (keyId.startsWith('arn:')) {
      const [, , service, where = '', account, resource = ''] = keyId.split(':');
      if (service !== 'kms' || where !== region) throw kmsErrors.invalidArn(where);
      if (account !== accountId) throw kmsErrors.keyNotFound(keyId);
      name = resource.startsWith('key/') ? resource.slice('key/'.length) : resource;
    }
    if (!name.startsWith('alias/')) return name;
    const alias = aliases.get(name) ?? (AWS_MANAGED.includes(name) ? makeManaged(name) : undefined);
    if (!alias) throw kmsErrors.aliasNotFound(`${prefix}:${name}`);
    return alias.keyId;
  }

  function find(keyId: unknown): Key {
    sweep();
    const id = idOf(keyId);
    const key = keys.get(id);
    if (!key) {
      const form = /^(mrk-)?[0-9a-f-]{32,36}$/.test(id);
      throw form ? kmsErrors.keyNotFound(`${prefix}:key/${id}`) : kmsErrors.invalidKeyId(id);
    }
    const current = rotated(key, clock.now(), newMaterial);
    return current === key ? key : save(current);
  }

  function changeable(keyId: unknown): Key {
    const key = find(keyId);
    if (key.manager === 'AWS') throw kmsErrors.awsManaged(arnOf(key));
    if (key.deletionAt !== undefined) throw kmsErrors.pendingDeletion(arnOf(key));
    return key;
  }

  const withArn = (arn: string) =>
    arn.startsWith(`${prefix}:key/`) ? keys.get(arn.slice(`${prefix}:key/`.length)) : undefined;
  const arnOf = (key: Key) => `${prefix}:key/${key.id}`;

  return {
    context,
    find,
    changeable,
    rotatable(keyId) {
      const key = changeable(keyId);
      if (!key.enabled) throw kmsErrors.disabled(arnOf(key));
      return key;
    },
    usable(keyId) {
      const key = find(keyId);
      if (key.deletionAt !== undefined) throw kmsErrors.pendingDeletion(arnOf(key));
      if (!key.enabled) throw kmsErrors.disabled(arnOf(key));
      return key;
    },
    all() {
      sweep();
      return [...keys.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    save,
    arnOf,
    anyArn: `${prefix}:key/*`,
    policyOf: (arn) => withArn(arn)?.policy,
    tagsOf: (arn) => withArn(arn)?.tags,
    aliases() {
      sweep();
      return [...aliases.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    alias: (name) => aliases.get(name),
    saveAlias(alias) {
      aliases.set(alias.name, alias);
    },
    removeAlias(name) {
      aliases.delete(name);
    },
    aliasArn: (name) => `${prefix}:${name}`,
    newMaterial,
  };
}
