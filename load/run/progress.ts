import { duration, ofSamples, rate, several, share } from '../report/format.ts';
import type { TimelinePoint } from './timeline.ts';

/** Where progress is drawn; a part of a stream. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Says how a run goes: one line that is redrawn on a terminal, a line every five seconds elsewhere.
 *
 * @param label what stands before each line, where several runs follow one another
 */
export function createProgress(
  output: ProgressOutput,
  totalSeconds: number,
  label = '',
): { point(point: TimelinePoint): void; end(): void } {
  let drawn = false;
  let lastLine = Number.NEGATIVE_INFINITY;
  let errors = 0;
  let lastSeconds = 0;
  return {
    point(point) {
      errors += point.failed * point.requestsPerSecond * Math.max(0, point.seconds - lastSeconds);
      lastSeconds = point.seconds;
      const line = `  ${label && `${label}  `}${lineOf(point, Math.round(errors), totalSeconds)}`;
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

function lineOf(point: TimelinePoint, errors: number, totalSeconds: number): string {
  const left = Math.max(0, Math.round(totalSeconds - point.seconds));
  const [now = '', p95 = ''] = ofSamples(point.requestsPerSecond, [
    share(point.failed),
    duration(point.p95Ms),
  ]);
  return (
    `${rate(point.requestsPerSecond).padStart(8)}  ${errors} failed (now ${now})  ` +
    `p95 ${p95.padStart(7)}  ${several(point.virtualUsers, 'virtual user')}  ${timeLeft(left)} left`
  );
}

/** e.g. `12 s`, `2:05`, `1:00:00`. */
function timeLeft(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
