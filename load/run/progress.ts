import { duration, rate, share } from '../report/format.ts';
import type { TimelinePoint } from './timeline.ts';

/** Where progress is drawn; a part of a stream. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Says how a run goes: one line that is redrawn on a terminal, a line every five seconds elsewhere. */
export function createProgress(
  output: ProgressOutput,
  totalSeconds: number,
): { point(point: TimelinePoint): void; end(): void } {
  let drawn = false;
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    point(point) {
      const left = Math.max(0, Math.round(totalSeconds - point.seconds));
      const line =
        `  ${rate(point.requestsPerSecond).padStart(8)}  failed ${share(point.failed).padStart(6)}  ` +
        `p95 ${duration(point.p95Ms).padStart(7)}  ${point.virtualUsers} virtual users  ${left} s left`;
      if (output.isTTY) {
        output.write(`\r${line}\u001b[K`);
        drawn = true;
      } else if (point.seconds - lastLine >= 5) {
        output.write(`${line}\n`);
        lastLine = point.seconds;
      }
    },
    end() {
      if (drawn) output.write('\r\u001b[K');
    },
  };
}
