/**
 * A segment document, or that of a subsegment sent by itself
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html); times in epoch seconds.
 */
export interface Segment {
  readonly id: string;
  readonly trace_id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: boolean;
  readonly type?: 'subsegment';
  readonly parent_id?: string;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly http?: { readonly response?: { readonly status?: number } };
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly [member: string]: unknown;
}

/** Why a document is no segment; undefined for one that is. */
export function problemOf(document: unknown): string | undefined {
  if (typeof document !== 'object' || document === null) return 'MissingSegmentDocument';
  const { id, trace_id, name, start_time, end_time, in_progress, type, parent_id } =
    document as Partial<Segment>;
  if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id)) return 'InvalidId';
  if (typeof trace_id !== 'string' || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(trace_id)) return 'InvalidTraceId';
  if (typeof name !== 'string' || name.length === 0 || name.length > 200) return 'InvalidName';
  if (typeof start_time !== 'number') return 'InvalidStartTime';
  if (typeof end_time !== 'number' && in_progress !== true) return 'InvalidEndTime';
  if (type === 'subsegment' && parent_id === undefined) return 'MissingParentId';
  return undefined;
}
