async function globalTeardown(): Promise<void> {
  await globalThis.endTestServers?.();
}

export = globalTeardown;
