import type { Collection } from '../../storage/storage.ts';
import { compileDefinition } from '../definition/compile.ts';
import type { Machine, MachineType } from '../definition/model.ts';
import { invalidDefinition, stateMachineDoesNotExist } from '../errors.ts';
import type { Alias, MachineRevision, StateMachine, Version } from './model.ts';

/** What an ARN that may be executed stands for. */
export interface Target {
  readonly stateMachine: StateMachine;
  readonly revision: MachineRevision;
  readonly version: Version | undefined;
  readonly alias: Alias | undefined;
}

/** Definitions kept compiled; enough for every machine of a deployment and its recent versions. */
const COMPILED_LIMIT = 200;

/** The state machines, with their versions and aliases. */
export class MachineStore {
  readonly #machines: Collection<StateMachine>;
  readonly #compiled = new Map<string, Machine>();
  readonly #random: () => number;

  constructor(machines: Collection<StateMachine>, random: () => number) {
    this.#machines = machines;
    this.#random = random;
  }

  find(arn: string): StateMachine | undefined {
    return this.#machines.get(arn);
  }

  /** Throws StateMachineDoesNotExist. */
  get(arn: string): StateMachine {
    const machine = this.#machines.get(arn);
    if (!machine) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  put(machine: StateMachine): void {
    this.#machines.set(machine.current.arn, machine);
  }

  delete(arn: string): void {
    this.#machines.delete(arn);
  }

  all(): StateMachine[] {
    return [...this.#machines.values()];
  }

  /** The machine that owns a version's or alias's ARN, `…:stateMachine:name:1`. */
  ownerOf(qualifiedArn: string): StateMachine | undefined {
    return this.#machines.get(qualifiedArn.slice(0, qualifiedArn.lastIndexOf(':')));
  }

  /** Finds what an ARN of a machine, a version or an alias stands for. Throws StateMachineDoesNotExist. */
  resolve(arn: string): Target {
    const stateMachine = this.#machines.get(arn);
    if (stateMachine)
      return { stateMachine, revision: stateMachine.current, version: undefined, alias: undefined };
    const owner = this.ownerOf(arn);
    const alias = owner?.aliases.find((candidate) => candidate.arn === arn);
    const versionArn = alias ? this.#route(alias) : arn;
    const version = owner?.versions.find((candidate) => candidate.arn === versionArn);
    if (!owner || !version) throw stateMachineDoesNotExist(arn);
    return { stateMachine: owner, revision: version.revision, version, alias };
  }

  /** Picks one of an alias's versions by their weights. */
  #route(alias: Alias): string | undefined {
    let drawn = this.#random() * 100;
    for (const route of alias.routingConfiguration) {
      if (drawn < route.weight) return route.stateMachineVersionArn;
      drawn -= route.weight;
    }
    return alias.routingConfiguration.at(-1)?.stateMachineVersionArn;
  }

  /** A definition, compiled once. Throws InvalidDefinition. */
  compile(definition: string, type: MachineType): Machine {
    const key = `${type}${definition}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const { machine, problems } = compileDefinition(definition, type);
    if (!machine) throw invalidDefinition(problems);
    const [oldest] = this.#compiled.keys();
    if (oldest !== undefined && this.#compiled.size >= COMPILED_LIMIT) this.#compiled.delete(oldest);
    this.#compiled.set(key, machine);
    return machine;
  }
}
