import { createHash } from 'node:crypto';
import type { Clock } from '../../clock/clock.ts';
import { AwsError } from '../../core/errors.ts';
import type { Input } from '../model.ts';

/** How long a client's token stands for its request, in milliseconds. */
const TOKEN_LIFE = 10 * 60_000;

/** The `ClientRequestToken`s of the transactions that were carried out lately. */
export class ClientTokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, { at: number; digest: string }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the transaction was carried out already. Throws IdempotentParameterMismatchException where it was another. */
  isRepeated(input: Input): boolean {
    const now = this.#clock.now();
    for (const [token, { at }] of this.#tokens) {
      if (at + TOKEN_LIFE > now) break;
      this.#tokens.delete(token);
    }
    const known = this.#tokens.get(String(input.ClientRequestToken));
    if (!known) return false;
    if (known.digest === digestOf(input)) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
    );
  }

  /** Remembers a transaction that was carried out, where it has a token. */
  remember(input: Input): void {
    const token = input.ClientRequestToken;
    if (typeof token !== 'string') return;
    this.#tokens.set(token, { at: this.#clock.now(), digest: digestOf(input) });
  }
}

function digestOf(input: Input): string {
  return createHash('sha256').update(JSON.stringify(input.TransactItems)).digest('hex');
}
