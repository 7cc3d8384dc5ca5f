import type { Machine } from '../../run/record.ts';

/** Machines of one class differ in nothing that should change a figure; absolute times are theirs alone. */
export interface MachineClass {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Node's major version: the engine that everything runs on. */
  readonly node: string;
  readonly k6: string;
}

/** The class of a machine with what runs on it. */
export function machineClassOf(machine: Machine, versions: Readonly<Record<string, string>>): MachineClass {
  const { processor, cores, memoryGiB } = machine;
  const { node = 'unknown', k6 = 'unknown' } = versions;
  return { processor, cores, memoryGiB, node: node.split('.')[0] ?? node, k6 };
}

/** The class as a file's name. */
export function fileNameOf({ processor, cores, memoryGiB, node, k6 }: MachineClass): string {
  const name = `${processor} ${cores} cores ${memoryGiB} GiB node ${node} k6 ${k6}`;
  return `${name
    .toLowerCase()
    .replaceAll(/\((?:r|tm)\)/g, '')
    .replaceAll(/[^a-z0-9.]+/g, '-')}.json`;
}
