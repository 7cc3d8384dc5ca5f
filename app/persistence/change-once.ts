import { type ProblemCode, problem } from '../errors/problems.ts';
import type { AnsweredRequest } from './answered-request.ts';
import { type AnsweredItem, findAnswered, type KeyedRequest, withAnswered } from './idempotency.ts';
import { retryOptimistically } from './optimistic-retry.ts';

/** How an item is changed, besides the change itself. */
export interface ChangeOptions {
  /** Throws when the stored version may not be changed, such as by `If-Match`; default: any version may. */
  readonly precondition?: ((version: number) => void) | undefined;
  /** The request, when it carries an Idempotency-Key. */
  readonly keyed?: KeyedRequest | undefined;
  /** The id of what the request creates inside the item. */
  readonly makes?: string;
  /** Default: 5. */
  readonly attempts?: number;
  /** What is thrown when others are always faster; default: `expense.busy`. */
  readonly busy?: ProblemCode;
  readonly now: () => Date;
}

/**
 * The item after the change; `answered` when the same request had been answered before, so that nothing was done again.
 */
export interface ChangedOnce<Entity> {
  readonly entity: Entity;
  readonly answered?: AnsweredRequest;
}

/**
 * Applies `change` to what is kept as one item, and again to the newer version when someone else wrote in between
 * (`save` returns false). The same write records a request that carries an Idempotency-Key, so that its repetition does
 * nothing again. Throws `idempotency.key-reused`, what `precondition` throws, and the problem `busy`.
 */
export function changeOnce<Entity extends AnsweredItem & { readonly version: number }>(
  load: () => Promise<Entity>,
  save: (entity: Entity) => Promise<boolean>,
  change: (entity: Entity) => Entity | Promise<Entity>,
  { precondition, keyed, makes, attempts, busy = 'expense.busy', now }: ChangeOptions,
): Promise<ChangedOnce<Entity>> {
  return retryOptimistically(
    async (): Promise<ChangedOnce<Entity> | undefined> => {
      const entity = await load();
      const answered = findAnswered(entity, keyed, now());
      if (answered) return { entity, answered };
      precondition?.(entity.version);
      const changed = withAnswered(await change(entity), keyed, now(), makes);
      return (await save(changed)) ? { entity: changed } : undefined;
    },
    {
      ...(attempts === undefined ? {} : { attempts }),
      onExhausted: () => {
        throw problem(busy);
      },
    },
  );
}
