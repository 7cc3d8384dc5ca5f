import { processFigures } from '../run/process-figures.ts';

/** Resident memory of a process in MiB; 0 where it cannot be seen. */
export async function residentMiB(processId: number | undefined): Promise<number> {
  return (processId === undefined ? undefined : await processFigures(processId))?.residentMiB ?? 0;
}

/** Looks at a process's resident memory twice a second until it is disposed of. */
export function watchMemory(processId: number | undefined): Disposable & { peak(): number } {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, await residentMiB(processId));
  };
  const timer = setInterval(() => void look(), 500);
  return { peak: () => peak, [Symbol.dispose]: () => clearInterval(timer) };
}
