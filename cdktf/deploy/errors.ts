/** Why a command failed; the message is all that a person needs to read. */
export class DeployError extends Error {
  /**
   * `usage`: wrong arguments; `missing`: something is not there; `refused`: would do harm; `failed`, `interrupted`:
   * ended early.
   */
  readonly code: 'usage' | 'missing' | 'refused' | 'failed' | 'interrupted';

  constructor(code: DeployError['code'], message: string) {
    super(message);
    this.code = code;
  }

  /** The status to end the process with; 130 is what shells give a command ended by Ctrl-C. */
  get status(): number {
    return this.code === 'interrupted' ? 130 : 1;
  }
}
