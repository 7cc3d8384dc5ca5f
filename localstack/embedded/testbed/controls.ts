import type { Clock } from '../clock/clock.ts';
import { AwsError } from '../core/errors.ts';
import { parseDuration } from './duration.ts';
import { checkFaultRules, type StruckServices } from './fault-rules.ts';
import type { FaultCount, FaultRule, Faults } from './faults.ts';

/** The emulated time, by which all deadlines run: token life, timeouts, schedules, visibility, links. */
export interface ClockControl {
  now(): Date;
  /**
   * Moves time forward, running all that falls due on the way, and answers the new time once that has run.
   * @param by an ISO 8601 duration of weeks, days, hours, minutes and seconds (`P3D`, `PT1H30M`), or seconds
   * @throws AwsError ValidationException for anything else, for a negative number, and for the years from 10000 on
   */
  advance(by: string | number): Promise<Date>;
}

/** What is made to go wrong. */
export interface FaultControl {
  /**
   * Makes calls fail, lag or lose their answers by these rules, which replace those before.
   * @param seed with the same one, rules with a probability strike the same calls of the same sequence
   * @throws AwsError ValidationException naming the rule, its member and what it may be
   */
  set(rules: readonly FaultRule[], seed?: string): void;
  /** Nothing goes wrong any more. */
  clear(): void;
  /** How often each rule matched a call, and how often it struck one. */
  counts(): readonly FaultCount[];
}

/** What AWS would bill, and who called what. */
export interface MeterControl<Reading> {
  /** Whether calls are counted; they are from the start. */
  running: boolean;
  /** What was counted since the start, or the last reset. */
  read(): Reading;
  /** Sets everything to nothing, and answers what was counted until then. */
  reset(): Reading;
}

/** The last moment that AWS's formats of time can tell. */
const LAST = Date.parse('9999-12-31T23:59:59Z');

/** Steers `clock`. */
export function controlClock(clock: Pick<Clock, 'now' | 'advance'>): ClockControl {
  const now = () => new Date(clock.now());
  return {
    now,
    async advance(by) {
      await clock.advance(millisecondsOf(by, clock.now()));
      return now();
    },
  };
}

/**
 * Steers `faults`.
 * @param services those that run, which rules may name
 */
export function controlFaults(faults: Faults, services: StruckServices): FaultControl {
  return {
    set(rules, seed) {
      checkFaultRules(rules, seed, services);
      faults.set(rules, seed);
    },
    clear: () => faults.set([]),
    counts: () => faults.counts(),
  };
}

/** Steers `meter`. */
export function controlMeter<Reading>(meter: {
  running: boolean;
  read(): Reading;
  reset(): void;
}): MeterControl<Reading> {
  return {
    get running() {
      return meter.running;
    },
    set running(running) {
      meter.running = running;
    },
    read: () => meter.read(),
    reset() {
      const reading = meter.read();
      meter.reset();
      return reading;
    },
  };
}

function millisecondsOf(by: unknown, now: number): number {
  const milliseconds =
    typeof by === 'number' ? by * 1000 : typeof by === 'string' ? parseDuration(by) : undefined;
  if (milliseconds === undefined || !Number.isFinite(milliseconds) || milliseconds < 0) {
    throw new AwsError(
      'ValidationException',
      '"advance" must be a number of seconds, or an ISO 8601 duration such as "P3D" or "PT1H30M", and not negative.',
    );
  }
  if (now + milliseconds > LAST) {
    throw new AwsError('ValidationException', '"advance" must not lead beyond the year 9999.');
  }
  return milliseconds;
}
