/** Holds whoever comes to it until it is opened, so that a test decides what happens in between. */
export interface Gate {
  /** Fulfilled when the first one stands before it. */
  arrived: Promise<void>;
  pass(): Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let arrive = () => {};
  let open = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    arrived,
    pass: () => {
      arrive();
      return opened;
    },
    open: () => open(),
  };
}
