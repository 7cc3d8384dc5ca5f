import type { Random } from '../../core/context.ts';

const REQUESTS_A_DRAW = 256;
const ID_BYTES = 11;
const TRACE_BYTES = 12;

/** What names one request. */
export interface RequestIds {
  /** In the form of API Gateway's own, such as `JKJaXmPLvHcESHA=`. */
  readonly requestId: string;
  /** 24 hexadecimal digits for `x-amzn-trace-id`. */
  readonly trace: string;
}

/** Names requests; draws the randomness of many at once, because each draw costs more than all else. */
export function createRequestIds(random: Pick<Random, 'bytes'>): () => RequestIds {
  const step = ID_BYTES + TRACE_BYTES;
  let drawn = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at >= drawn.length) {
      drawn = Buffer.from(random.bytes(step * REQUESTS_A_DRAW));
      at = 0;
    }
    const middle = at + ID_BYTES;
    const ids = {
      requestId: drawn.toString('base64', at, middle),
      trace: drawn.toString('hex', middle, at + step),
    };
    at += step;
    return ids;
  };
}
