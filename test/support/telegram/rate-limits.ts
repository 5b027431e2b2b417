const windowMs = 1000;
const mostInAllPerWindow = 30;

/** About one message a second to a chat and thirty to all: the real limits are not published, and forgive short bursts. */
export class RateLimits {
  private lastByChat = new Map<number, number>();
  private recent: number[] = [];

  /** Counts a message; when it is one too many, says how many whole seconds to wait. */
  secondsToWait(chatId: number): number | undefined {
    const now = Date.now();
    this.recent = this.recent.filter((at) => now - at < windowMs);
    const chatFreeAt = (this.lastByChat.get(chatId) ?? -Infinity) + windowMs;
    const allFreeAt = this.recent.length < mostInAllPerWindow ? now : (this.recent[0] ?? now) + windowMs;
    const freeAt = Math.max(chatFreeAt, allFreeAt);
    if (freeAt > now) return Math.max(1, Math.ceil((freeAt - now) / 1000));
    this.lastByChat.set(chatId, now);
    this.recent.push(now);
    return undefined;
  }
}
