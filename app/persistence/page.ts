/** A page of a list; `next` is the position to continue after, absent at the end. */
export interface Page<Entry, Position = string> {
  readonly entries: readonly Entry[];
  readonly next?: Position;
}
