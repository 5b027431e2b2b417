import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/**
 * npm runs a script through a shell, and a signal to npm ends that shell without reaching the script. Under npm the
 * end of the shell, or (where /proc tells) of npm, therefore means: stop.
 */
export function onNpmGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const watch = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(watch);
    stop();
  }, LOOK_EVERY_MS);
  watch.unref();
}
