import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process id alone may be given to another program later; with the time of its start it means one process. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string | undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The fields of /proc/<pid>/stat after the program's name, which may hold spaces and brackets itself. */
function linuxStat(pid: number): string[] | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function askPs(pid: number, field: string): string | undefined {
  const ps = spawnSync('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8', windowsHide: true });
  const said = ps.status === 0 ? ps.stdout.trim() : '';
  return said === '' ? undefined : said;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return linuxStat(pid)?.[0] !== 'Z';
}

export function identify(pid: number): ProcessIdentity {
  if (process.platform !== 'linux') return { pid, startedAt: askPs(pid, 'lstart') };
  const ticks = linuxStat(pid)?.[19];
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
  return { pid, startedAt: ticks === undefined ? undefined : `${boot}/${ticks}` };
}

/** Whether that very process still runs; where the system tells no start times, any process of that id counts. */
export function isStillRunning(known: ProcessIdentity): boolean {
  if (!isAlive(known.pid)) return false;
  const now = identify(known.pid);
  return known.startedAt === undefined || now.startedAt === undefined || known.startedAt === now.startedAt;
}

export function commandLineOf(pid: number): string | undefined {
  if (process.platform === 'linux') return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
  return askPs(pid, 'command');
}
