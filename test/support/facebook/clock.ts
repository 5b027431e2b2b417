/** The stand-in's time: that of the machine, until a test lets hours pass. */
export class Clock {
  private aheadMs = 0;

  now(): number {
    return Date.now() + this.aheadMs;
  }

  pass(ms: number): void {
    this.aheadMs += ms;
  }
}
