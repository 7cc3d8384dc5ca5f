import { createHash } from 'node:crypto';
import type { Random } from '../../core/context.ts';
import type { Frame, Visit } from './model.ts';

const NONCE_BYTES = 48;
const CHECK_BYTES = 12;

/** A task that waits to be finished by its token. */
export interface Holder {
  readonly frame: Frame;
  readonly visit: Visit;
}

/**
 * Task tokens. A token carries a checksum of itself, so that one which was issued and is over is distinguished from one
 * that never was, without being remembered.
 */
export class Tokens {
  readonly #random: Pick<Random, 'bytes'>;
  readonly #holders = new Map<string, Holder>();

  constructor(random: Pick<Random, 'bytes'>) {
    this.#random = random;
  }

  issue(frame: Frame, visit: Visit): string {
    const nonce = Buffer.from(this.#random.bytes(NONCE_BYTES));
    const token = Buffer.concat([nonce, checksum(nonce)]).toString('base64');
    this.#holders.set(token, { frame, visit });
    return token;
  }

  revoke(token: string): void {
    this.#holders.delete(token);
  }

  /** Who waits for the token; 'over' for one whose task has ended, undefined for one that was never issued. */
  find(token: string): Holder | 'over' | undefined {
    const holder = this.#holders.get(token);
    if (holder) return holder;
    const bytes = Buffer.from(token, 'base64');
    if (bytes.length !== NONCE_BYTES + CHECK_BYTES) return undefined;
    const nonce = bytes.subarray(0, NONCE_BYTES);
    return checksum(nonce).equals(bytes.subarray(NONCE_BYTES)) ? 'over' : undefined;
  }
}

function checksum(nonce: Uint8Array): Buffer {
  return createHash('sha256').update('states-task-token').update(nonce).digest().subarray(0, CHECK_BYTES);
}
