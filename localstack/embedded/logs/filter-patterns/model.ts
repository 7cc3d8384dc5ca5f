/** Decides whether an event's message matches a filter pattern. */
export type Matcher = (message: string) => boolean;

/** A filter pattern that was read. */
export interface FilterPattern {
  readonly matches: Matcher;
  /** How many regular expressions it has: AWS limits them. */
  readonly regexes: number;
}
