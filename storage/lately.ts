/**
 * A value that is asked for at every call from outside and hardly ever changes. It may be `ms` old; those who ask together
 * share a look, and while nobody can look, what was seen last still holds.
 */
export interface Lately<Value> {
  get(): Promise<Value>;
  /** What was seen, while it holds without another look. */
  seen(): { value: Value } | null;
  /** It is being changed: for the next `ms` everyone looks anew, since nobody knows when the change is committed. */
  changing(): void;
}

export function lately<Value>(look: () => Promise<Value>, ms: number): Lately<Value> {
  let seen: { value: Value; untilMs: number } | null = null;
  let looking: Promise<Value> | null = null;
  let changingUntilMs = 0;

  async function lookAnew(): Promise<Value> {
    const value = await look();
    const nowMs = performance.now();
    if (nowMs >= changingUntilMs) seen = { value, untilMs: nowMs + ms };
    return value;
  }

  function held(): { value: Value } | null {
    return seen !== null && performance.now() < seen.untilMs ? seen : null;
  }

  return {
    seen: held,

    async get() {
      if (performance.now() < changingUntilMs) return look();
      const known = held();
      if (known !== null) return known.value;
      looking ??= lookAnew().finally(() => {
        looking = null;
      });
      try {
        return await looking;
      } catch (error) {
        if (seen !== null) return seen.value;
        throw error;
      }
    },

    changing() {
      changingUntilMs = performance.now() + ms;
      seen = null;
    },
  };
}
