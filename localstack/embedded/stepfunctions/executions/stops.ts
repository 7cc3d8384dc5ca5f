import { HISTORY_LIMIT } from './history.ts';

/** Ends work that goes on in a frame which was stopped meanwhile; nobody is notified. */
export class StoppedError extends Error {}

/** Ends an execution whose history is as long as AWS allows. */
export class HistoryFullError extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${HISTORY_LIMIT}).`);
  }
}
