import type { Value } from '../../provision/expressions/syntax.ts';

/** The outputs of stacks that are being applied: each can be waited for by name. */
export class ComingOutputs {
  readonly #outputs = new Map<string, PromiseWithResolvers<string>>();
  #complete = false;

  /**
   * The value of an output, once its stack is complete.
   * @throws Error naming it when all stacks are complete and none has it
   */
  get(name: string): Promise<string> {
    return this.#output(name).promise;
  }

  /** Hands out the outputs of a stack that is complete. */
  add(outputs: Readonly<Record<string, Value>>): void {
    for (const [name, value] of Object.entries(outputs)) this.#output(name).resolve(String(value));
  }

  /** There are no more: whoever waits for another one is told. */
  end(): void {
    this.#complete = true;
    for (const [name, output] of this.#outputs) refuse(name, output);
  }

  #output(name: string): PromiseWithResolvers<string> {
    let output = this.#outputs.get(name);
    if (!output) {
      output = Promise.withResolvers<string>();
      this.#outputs.set(name, output);
      if (this.#complete) refuse(name, output);
    }
    return output;
  }
}

/** Without effect on an output that is there. */
function refuse(name: string, { reject }: PromiseWithResolvers<string>): void {
  reject(new Error(`No stack has the output ${name}.`));
}
