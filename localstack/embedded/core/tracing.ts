import type { EmbeddedContext } from './context.ts';

/**
 * What travels in `X-Amzn-Trace-Id` (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html,
 * «Tracing header»): the trace, who called, and whether it is recorded; undefined leaves that to who is called.
 */
export interface TraceHeader {
  readonly root: string;
  readonly parent: string | undefined;
  readonly sampled: boolean | undefined;
}

const ROOT = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;

/** Reads a header; undefined for one without a valid Root. */
export function parseTraceHeader(header: string | undefined): TraceHeader | undefined {
  if (header === undefined) return undefined;
  const fields = new Map(
    header.split(';').map((field): [string, string] => {
      const [name = '', value = ''] = field.trim().split('=');
      return [name, value];
    }),
  );
  const root = fields.get('Root');
  if (root === undefined || !ROOT.test(root)) return undefined;
  const sampled = fields.get('Sampled');
  return {
    root,
    parent: fields.get('Parent'),
    sampled: sampled === '1' ? true : sampled === '0' ? false : undefined,
  };
}

/** The header's text. */
export function formatTraceHeader({ root, parent, sampled }: TraceHeader): string {
  const fields = [`Root=${root}`];
  if (parent !== undefined) fields.push(`Parent=${parent}`);
  if (sampled !== undefined) fields.push(`Sampled=${sampled ? 1 : 0}`);
  return fields.join(';');
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** A new id of a trace. */
export function newTraceId({ clock, random }: Pick<EmbeddedContext, 'clock' | 'random'>): string {
  const seconds = Math.floor(clock.now() / 1000).toString(16);
  return `1-${seconds.padStart(8, '0')}-${hex(random.bytes(12))}`;
}

/** A new id of a segment or subsegment. */
export function newSegmentId({ random }: Pick<EmbeddedContext, 'random'>): string {
  return hex(random.bytes(8));
}

/** X-Ray's default rule: the first request of each second, and one in twenty of the others. */
const RESERVOIR = 1;
const RATE = 0.05;

/** Decides by X-Ray's default rule whether a trace that begins now is recorded. */
export function createSampler({ clock, random }: Pick<EmbeddedContext, 'clock' | 'random'>): () => boolean {
  let second = Number.NaN;
  let taken = 0;
  return () => {
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) {
      second = now;
      taken = 0;
    }
    if (taken < RESERVOIR) {
      taken++;
      return true;
    }
    return random.number() < RATE;
  };
}
