import type { Alarm, AlarmState } from '../model.ts';
import type { CloudWatchRecords } from '../records.ts';
import { evaluateAlarm, metricKeysOf } from './evaluation.ts';
import { recordAction, recordState } from './history.ts';

/** Milliseconds between two evaluations of an alarm. */
export const EVALUATED_EVERY = 60_000;

/** The state that an alarm is put in, and why. */
export interface Verdict {
  readonly state: AlarmState;
  readonly reason: string;
  readonly data?: string;
}

/**
 * Evaluates alarms as time passes: every minute those with data in their last periods. One whose data has ended is
 * left alone until a metric of it arrives again, so that days without data cost nothing.
 */
export interface AlarmWatch {
  /** A value of that metric has arrived. */
  arrived(metricKey: string): void;
  /** An alarm was put, deleted or set by hand. */
  changed(name: string): void;
  /** The alarm in the state that it is in at this moment. */
  refresh(alarm: Alarm): Alarm;
  /** Puts an alarm in a state; until `heldUntil`, in epoch seconds, no evaluation changes it. */
  transition(alarm: Alarm, verdict: Verdict, heldUntil?: number): Alarm;
}

/** See {@link AlarmWatch}. */
export function createAlarmWatch(records: CloudWatchRecords): AlarmWatch {
  const { alarms, context } = records;
  const { clock } = context;
  /** The names of the alarms that the next evaluation looks at. */
  const watched = new Set<string>();
  /** Which alarms read a metric; made anew after an alarm has changed. */
  let readers: ReadonlyMap<string, readonly string[]> | undefined;
  let waiting = false;

  function wait(): void {
    if (waiting || watched.size === 0) return;
    waiting = true;
    clock.after(EVALUATED_EVERY - (clock.now() % EVALUATED_EVERY), evaluateAll, 'Evaluating alarms');
  }

  function evaluateAll(): void {
    waiting = false;
    for (const name of watched) {
      try {
        const alarm = alarms.get(name);
        if (!alarm || look(alarm).isQuiet) watched.delete(name);
      } catch (error) {
        context.unexpected.report(error, `Evaluating alarm ${name}`);
      }
    }
    wait();
  }

  function look(alarm: Alarm): { alarm: Alarm; isQuiet: boolean } {
    if ((alarm.heldUntil ?? 0) > clock.now() / 1000) return { alarm, isQuiet: false };
    const { received, ...verdict } = evaluateAlarm(records, alarm);
    const isSame = verdict.state === alarm.StateValue;
    return { alarm: isSame ? alarm : transition(alarm, verdict), isQuiet: received === 0 };
  }

  function transition(before: Alarm, { state, reason, data }: Verdict, heldUntil?: number): Alarm {
    const { StateReasonData: _old, ...rest } = before;
    const after: Alarm = {
      ...rest,
      StateValue: state,
      StateReason: reason,
      ...(data === undefined ? {} : { StateReasonData: data }),
      StateUpdatedTimestamp: clock.now() / 1000,
      ...(heldUntil === undefined ? {} : { heldUntil }),
    };
    alarms.set(after.AlarmName, after);
    if (before.StateValue === state) return after;
    recordState(records, before, after);
    logTransition(records, before.StateValue, after);
    return after;
  }

  for (const { AlarmName } of alarms.values()) watched.add(AlarmName);
  wait();
  return {
    arrived(metricKey) {
      readers ??= readersOf(alarms.values());
      const names = readers.get(metricKey);
      if (!names) return;
      for (const name of names) watched.add(name);
      wait();
    },
    changed(name) {
      readers = undefined;
      watched.add(name);
      wait();
    },
    refresh: (alarm) => look(alarm).alarm,
    transition,
  };
}

/** By metric, the names of the alarms that read it. */
function readersOf(alarms: Iterable<Alarm>): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const alarm of alarms) {
    for (const key of metricKeysOf(alarm)) readers.set(key, [...(readers.get(key) ?? []), alarm.AlarmName]);
  }
  return readers;
}

/**
 * Logs a change of state, with whom AWS would notify: nobody is notified here, and the history has the action as failed.
 * That a new alarm is OK is not worth a line.
 */
function logTransition(records: CloudWatchRecords, before: AlarmState, alarm: Alarm): void {
  const { StateValue, StateReason, AlarmName } = alarm;
  const actions = alarm.ActionsEnabled ? actionsOf(alarm) : [];
  if (actions.length === 0 && before === 'INSUFFICIENT_DATA' && StateValue === 'OK') return;
  const why = StateReason.replace(/\.$/, '');
  const whom = actions.length === 0 ? '' : `; would notify ${actions.join(', ')}`;
  records.context.log(`alarm ${AlarmName}: ${before} → ${StateValue}: ${why}${whom}`);
  for (const arn of actions) recordAction(records, alarm, arn);
}

function actionsOf({
  StateValue,
  OKActions,
  AlarmActions,
  InsufficientDataActions,
}: Alarm): readonly string[] {
  return { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions }[StateValue];
}
