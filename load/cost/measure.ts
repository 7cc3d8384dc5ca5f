import type { UsageSource } from './source.ts';
import { type Usage, usageBetween } from './usage.ts';

/** A part of a run that has the target to itself: one scenario, from its start until the next one's. */
export interface Turn {
  readonly scenario: string;
  /** Seconds since the run began. */
  readonly startsAt: number;
}

/** What a run used: the whole, and each scenario's part where one ran after the other. */
export interface RunUsage {
  readonly whole: Usage;
  readonly turns: readonly { readonly scenario: string; readonly usage: Usage }[];
}

/** Follows a run and reads what it uses. */
export interface UsageMeasurement {
  /** Takes how far the run is, in seconds since it began. */
  at(seconds: number): void;
  /** Reads for the last time; undefined where there is no source. */
  end(): Promise<RunUsage | undefined>;
}

/** The turns of a plan: several where each scenario starts at a time of its own, none where they run side by side. */
export function turnsOf(
  scenarios: Readonly<Record<string, { readonly startTime?: string }>>,
): readonly Turn[] {
  const turns = Object.entries(scenarios).map(([scenario, { startTime = '0s' }]) => ({
    scenario,
    startsAt: Number.parseFloat(startTime),
  }));
  return new Set(turns.map(({ startsAt }) => startsAt)).size === turns.length ? turns : [];
}

/**
 * Begins to measure: the source is reset, and read again whenever a turn begins and at the end. What is still under
 * way when one scenario's arrivals have ended counts as the next one's.
 */
export async function measureUsage(
  source: UsageSource | undefined,
  turns: readonly Turn[],
): Promise<UsageMeasurement> {
  await source?.reset();
  const later = source?.exact ? turns.slice(1) : [];
  const readings: Promise<Usage>[] = [];
  return {
    at(seconds) {
      const next = later[readings.length];
      // Points come once a second: the one before the next start is the nearest.
      if (source && next && seconds >= next.startsAt - 1) {
        const reading = source.read();
        reading.catch(() => {});
        readings.push(reading);
      }
    },
    async end() {
      if (!source) return undefined;
      const whole = await source.read();
      if (!source.exact) return { whole, turns: [] };
      const marks = [...(await Promise.all(readings)), whole];
      return {
        whole,
        turns: marks.map((mark, index) => {
          const before = marks[index - 1];
          const scenario = turns[index]?.scenario ?? '';
          return { scenario, usage: before ? usageBetween(before, mark) : mark };
        }),
      };
    },
  };
}
