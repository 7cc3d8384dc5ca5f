import type { EmbeddedContext } from './context.ts';
import { AwsError } from './errors.ts';
import type { Principal } from './service.ts';

/** What a service does with a key in KMS for one of its callers. */
export interface KeyUse {
  /** Id, ARN or alias. */
  readonly keyId: string;
  /** The encryption context that the service documents, e.g. `aws:s3:arn`. */
  readonly context: Readonly<Record<string, string>>;
  /** Whoever called the service: KMS sees them, and the service between. */
  readonly principal: Principal;
  /** For how many milliseconds the service does not ask KMS again for the same caller. */
  readonly reuse: number;
}

/**
 * The data keys that a service has of KMS. Encrypted forms are base64 text; the service keeps them beside what they
 * stand for. The data itself is not encrypted here: who may use the key, and whether it can be used, is what shows.
 */
export interface DataKeys {
  /** The ARN of a key. Throws what KMS throws, as the service words it. */
  arnOf(keyId: string, principal: Principal): Promise<string>;
  /** A data key to encrypt with; a promise only where KMS has to be asked. */
  generate(use: KeyUse): string | Promise<string>;
  /** Decrypts a data key; undefined where it was known. */
  open(encrypted: string, use: KeyUse): undefined | Promise<void>;
}

/** How a service words an error of KMS's for its own caller. */
export type Translate = (error: AwsError) => AwsError;

interface Known {
  readonly until: number;
  readonly encrypted: string;
}

/** At most this many callers' keys are remembered; the oldest are asked for again. */
const MAX_KNOWN = 1_000;

/** Opens the use of KMS by one service, e.g. `s3`, which words KMS's errors by `translate`. */
export function createDataKeys(context: EmbeddedContext, service: string, translate: Translate): DataKeys {
  const generated = new Map<string, Known>();
  const opened = new Map<string, Known>();

  async function call<Output>(operation: string, input: object, principal: Principal): Promise<Output> {
    const via = { ...principal, viaService: `${service}.${context.region}.amazonaws.com` };
    try {
      return await context.call<Output>('kms', operation, input, via);
    } catch (error) {
      throw error instanceof AwsError ? translate(error) : error;
    }
  }

  function known(memory: Map<string, Known>, name: string): Known | undefined {
    const found = memory.get(name);
    return found && found.until > context.clock.now() ? found : undefined;
  }

  function remember(memory: Map<string, Known>, name: string, encrypted: string, reuse: number): void {
    if (reuse <= 0) return;
    memory.delete(name);
    memory.set(name, { encrypted, until: context.clock.now() + reuse });
    const [oldest] = memory.keys();
    if (memory.size > MAX_KNOWN && oldest !== undefined) memory.delete(oldest);
  }

  async function generateNew(use: KeyUse, name: string): Promise<string> {
    const { CiphertextBlob } = await call<{ CiphertextBlob: Uint8Array }>(
      'GenerateDataKey',
      { KeyId: use.keyId, KeySpec: 'AES_256', EncryptionContext: use.context },
      use.principal,
    );
    const encrypted = Buffer.from(CiphertextBlob).toString('base64');
    remember(generated, name, encrypted, use.reuse);
    return encrypted;
  }

  async function openNew(encrypted: string, use: KeyUse, name: string): Promise<void> {
    const input = { KeyId: use.keyId, CiphertextBlob: encrypted, EncryptionContext: use.context };
    await call('Decrypt', input, use.principal);
    remember(opened, name, encrypted, use.reuse);
  }

  return {
    async arnOf(keyId, principal) {
      const { KeyMetadata } = await call<{ KeyMetadata: { Arn: string } }>(
        'DescribeKey',
        { KeyId: keyId },
        principal,
      );
      return KeyMetadata.Arn;
    },
    generate(use) {
      const name = `${callerOf(use.principal)} ${use.keyId} ${JSON.stringify(use.context)}`;
      return known(generated, name)?.encrypted ?? generateNew(use, name);
    },
    open(encrypted, use) {
      const name = `${callerOf(use.principal)} ${encrypted}`;
      return known(opened, name) ? undefined : openNew(encrypted, use, name);
    },
  };
}

/** Services distinguish callers by role, not by session. */
function callerOf(principal: Principal): string {
  return principal.roleArn ?? `${principal.arn} ${principal.sourceArn ?? ''}`;
}
