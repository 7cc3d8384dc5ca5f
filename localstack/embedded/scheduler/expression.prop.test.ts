import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression } from './expression.ts';
import { localTimeOf } from './local-time.ts';

const MINUTE = 60_000;
const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata'];
/** Days around which clocks change in one of the zones, and one on which none does. */
const DAYS = ['2027-03-14', '2027-11-07', '2027-03-28', '2027-10-31', '2027-04-04', '2027-06-15'];

const zone = fc.constantFrom(...ZONES);
const instant = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: -1440, max: 1440 }))
  .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE);
const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 4 });
const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 8, maxLength: 24 });

const fieldsOf = (local: number) => {
  const date = new Date(local);
  return { hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() };
};

function clockOf(timeZone: string) {
  const clock = localTimeOf(timeZone);
  if (!clock) throw new Error(`${timeZone} is no time zone`);
  return clock;
}

test('the next time of cron is later, and one that the clock on the wall shows as it says', () => {
  fc.assert(
    fc.property(zone, instant, minutes, hours, (timeZone, time, inMinutes, inHours) => {
      const expression = `cron(${inMinutes.join(',')} ${inHours.join(',')} * * ? *)`;
      const next = parseExpression(expression, timeZone, time).after(time) ?? 0;
      expect(next).toBeGreaterThan(time);
      const { hour, minute, second } = fieldsOf(clockOf(timeZone).at(next));
      expect({ hour: inHours.includes(hour), minute: inMinutes.includes(minute), second }).toEqual({
        hour: true,
        minute: true,
        second: 0,
      });
    }),
  );
});

test('no time of cron is left out, but one that the clock shows for the second time', () => {
  fc.assert(
    fc.property(zone, instant, minutes, hours, (timeZone, time, inMinutes, inHours) => {
      const clock = clockOf(timeZone);
      const expression = `cron(${inMinutes.join(',')} ${inHours.join(',')} * * ? *)`;
      const next = parseExpression(expression, timeZone, time).after(time) ?? 0;
      for (let passed = time + MINUTE; passed < next; passed += MINUTE) {
        const local = clock.at(passed);
        const { hour, minute } = fieldsOf(local);
        const matches = inHours.includes(hour) && inMinutes.includes(minute);
        expect(matches && clock.instantsOf(local)[0] === passed).toBe(false);
      }
    }),
    { numRuns: 40 },
  );
});

test('one time is the instant at which the clock shows it, wherever there is one', () => {
  fc.assert(
    fc.property(zone, instant, (timeZone, time) => {
      const clock = clockOf(timeZone);
      const written = new Date(clock.at(time)).toISOString().slice(0, 19);
      const at = parseExpression(`at(${written})`, timeZone, 0).after(0);
      expect(at).toBeLessThanOrEqual(time);
      expect(clock.at(at ?? 0)).toBe(clock.at(time));
    }),
  );
});
