import { target } from './target.ts';

/** A rule of the target's `/_testbed/faults`, as far as the suite uses it. */
export interface FaultRule {
  readonly service: string;
  readonly operation: string;
  readonly times?: number;
  /** Milliseconds. */
  readonly lag?: number;
  /** `drop`: no answer, though the call was carried out (unless `when` is `before`). */
  readonly fail?:
    | 'throttle'
    | 'drop'
    | { readonly code: string; readonly message: string; readonly status?: number };
  readonly when?: 'before' | 'after';
}

/** Makes calls inside the target go wrong by these rules, which replace those before; none ends it. */
export async function setFaults(...rules: readonly FaultRule[]): Promise<void> {
  const response = await fetch(`${target.endpoint}/_testbed/faults`, {
    method: 'POST',
    body: JSON.stringify({ rules }),
  });
  if (!response.ok) throw new Error(`The testbed answered ${response.status}: ${await response.text()}`);
}

/** How many calls the present rules have struck. */
export async function callsStruck(): Promise<number> {
  const response = await fetch(`${target.endpoint}/_testbed/faults`);
  const { rules } = (await response.json()) as { rules: readonly { struck: number }[] };
  return rules.reduce((sum, { struck }) => sum + struck, 0);
}
