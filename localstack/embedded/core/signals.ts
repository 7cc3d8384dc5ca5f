/**
 * Lets one service wake another when there is news for it, where the AWS that clients see would be asked again and
 * again: Lambda asks streams several times a second. What is news, the services still ask of one another by calls.
 */
export interface Signals {
  /** Wakes whoever waits for `topic`, an ARN. Costs a look-up where nobody does. */
  raise(topic: string): void;
  /** Calls `listener` each time that `topic` is raised, until the returned function is called. */
  listen(topic: string, listener: () => void): () => void;
}

/** Signals between the services of one embedded AWS. */
export function createSignals(): Signals {
  const listeners = new Map<string, Set<() => void>>();
  return {
    raise(topic) {
      for (const listener of listeners.get(topic) ?? []) listener();
    },
    listen(topic, listener) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known);
      known.add(listener);
      return () => {
        known.delete(listener);
        if (known.size === 0 && listeners.get(topic) === known) listeners.delete(topic);
      };
    },
  };
}
