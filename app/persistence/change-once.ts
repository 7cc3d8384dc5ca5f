import { type ProblemCode, problem } from '../errors/problems.ts';
import { checkIfMatch } from '../http/etag.ts';
import type { AnsweredRequest } from './answered-request.ts';
import { type Answering, answeredBefore, type KeyedRequest, withAnswer } from './idempotency.ts';

/** What a request says besides what it wants. */
export interface Asked {
  /** The versions that it is for; any unless told. */
  readonly ifMatch?: string | undefined;
  /** The request, when it carries an Idempotency-Key. */
  readonly keyed?: KeyedRequest | undefined;
  /** The id of what it makes inside the thing. */
  readonly makes?: string;
  /** What is thrown when others are always faster; `expense.busy` unless told. */
  readonly busy?: ProblemCode;
  readonly now: () => Date;
}

/** The thing as it is now; `before` when the same request had been answered before, so that nothing was done again. */
export interface ChangedOnce<Thing> {
  readonly thing: Thing;
  readonly before?: AnsweredRequest;
}

/** How often a change is tried again when someone else changed the thing in between. */
const attempts = 5;

/**
 * Applies `change` to what is kept as one item, as it is now, and again when it turns out to have moved on (`save` says
 * so); with an `ifMatch` the caller wants exactly one version. What was done for a request with an Idempotency-Key is
 * remembered by the same write, so that no repetition does it again. Throws `idempotency.key-reused`, `expense.changed`
 * and what `busy` says.
 */
export async function changeOnce<Thing extends Answering & { readonly version: number }>(
  load: () => Promise<Thing>,
  save: (thing: Thing) => Promise<boolean>,
  change: (thing: Thing) => Thing | Promise<Thing>,
  { ifMatch, keyed, makes, now, busy = 'expense.busy' }: Asked,
): Promise<ChangedOnce<Thing>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const thing = await load();
    const before = answeredBefore(thing, keyed, now());
    if (before) return { thing, before };
    checkIfMatch(ifMatch, thing.version);
    const changed = withAnswer(await change(thing), keyed, now(), makes);
    if (await save(changed)) return { thing: changed };
  }
  throw problem(busy);
}
