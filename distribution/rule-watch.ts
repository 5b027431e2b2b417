/** Rings when a rule has done nothing for so long: it looks at nobody, and gives no answer. What a look takes is not its fault. */
export function createRuleWatch(patienceMs: number) {
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;
  let ring: () => void = () => undefined;
  const rung = new Promise<void>((resolve) => {
    ring = resolve;
  });
  const begin = () => {
    timer = setTimeout(ring, patienceMs);
  };
  begin();

  return {
    rung,

    async during<T>(look: () => Promise<T>): Promise<T> {
      looks += 1;
      clearTimeout(timer);
      try {
        return await look();
      } finally {
        looks -= 1;
        if (looks === 0) begin();
      }
    },

    end(): void {
      looks += 1;
      clearTimeout(timer);
    },
  };
}

export type RuleWatch = ReturnType<typeof createRuleWatch>;
