/** The stand-in's time: that of the machine, each moment later than the one before, so that what follows is seen to follow. */
export class Clock {
  private last = 0;

  now(): number {
    this.last = Math.max(Date.now(), this.last + 1);
    return this.last;
  }
}
