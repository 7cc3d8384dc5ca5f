import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What a process has of the machine. */
export interface ProcessFigures {
  /** Of processor time that it has used. */
  readonly processorSeconds: number;
  readonly residentMiB: number;
}

/** Ticks a second in which Linux counts (USER_HZ, 100 on every platform that Node runs on). */
const ticks = 100;

/** Figures of a process: from /proc where there is one (proc(5)), else as `ps` has them; undefined where neither does. */
export async function processFigures(processId: number): Promise<ProcessFigures | undefined> {
  const read = (file: string) => readFile(`/proc/${processId}/${file}`, 'utf8');
  try {
    const [stat, status] = await Promise.all([read('stat'), read('status')]);
    // The name in parentheses may hold spaces; utime and stime are the 14th and 15th field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      processorSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
      residentMiB: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024),
    };
  } catch {
    const ps = promisify(execFile)('ps', ['-o', 'time=,rss=', '-p', String(processId)]);
    return figuresOfPs((await ps.catch(() => ({ stdout: '' }))).stdout);
  }
}

/** Reads `ps -o time=,rss=`: `[[DD-]HH:]MM:SS[.cc]`, and KiB; undefined where there is no such process. */
export function figuresOfPs(text: string): ProcessFigures | undefined {
  const [time = '', rss = ''] = text.trim().split(/\s+/);
  const units = [1, 60, 3_600, 86_400];
  const parts = time.split(/[:-]/).map(Number).reverse();
  if (parts.length < 2 || parts.some(Number.isNaN)) return undefined;
  return {
    processorSeconds: parts.reduce((sum, part, index) => sum + part * (units[index] ?? 0), 0),
    residentMiB: Math.round(Number(rss) / 1024),
  };
}
