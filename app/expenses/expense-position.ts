import { type Static, Type } from 'typebox';
import { Id } from '../schema/basics.ts';

/** A moment exactly as the application and the state machine write it, so that texts sort by time. */
const Instant = Type.String({
  format: 'date-time',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
});

/** A position in a list of expenses: the moment by which the last entry is sorted, and its id. */
export const expensePosition = { at: Instant, id: Id };
export interface ExpensePosition {
  readonly at: Static<typeof Instant>;
  readonly id: Static<typeof Id>;
}

/** The sort key `<moment>#<id>` that an index has at `position`. */
export function orderOf({ at, id }: ExpensePosition): string {
  return `${at}#${id}`;
}

/** The position of the sort key `order`. */
export function positionOf(order: string): ExpensePosition {
  const end = order.indexOf('#');
  return { at: order.slice(0, end), id: order.slice(end + 1) };
}
