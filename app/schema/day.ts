import { Type } from 'typebox';

/** The days that the application accepts: no expense is older, and none is of the next century. */
const [first, last] = ['2000-01-01', '2099-12-31'];

/** A calendar day, YYYY-MM-DD (RFC 3339), within the range that makes sense. */
export const Day = Type.Refine(
  Type.String({ format: 'date', description: `A calendar day, YYYY-MM-DD, from ${first} to ${last}` }),
  (day) => typeof day !== 'string' || (day >= first && day <= last),
  () => `must be a day from ${first} to ${last}`,
);
