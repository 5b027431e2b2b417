/** A stand-in may take ten seconds itself, as for a download; a step that a busy machine loses, Temporal repeats after ten more. */
const patienceMs = 40_000;

interface Waiter {
  isMet: () => boolean;
  resolve: () => void;
}

/** Lets a test wait for a state of the stand-in without polling: waiters look again whenever something happened. */
export class Changes {
  private readonly waiters = new Set<Waiter>();

  happened(): void {
    for (const waiter of [...this.waiters]) {
      if (waiter.isMet()) waiter.resolve();
    }
  }

  until(isMet: () => boolean, describe: () => string, timeoutMs = patienceMs): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        isMet,
        resolve: () => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(new Error(`Waited ${timeoutMs} ms in vain for ${describe()}`));
      }, timeoutMs);
      this.waiters.add(waiter);
    });
  }
}
