import type { Response } from 'express';
import { answerSpoilt, type SpoiltAnswer } from '../spoilt-answer';

/** One request's way back: an answer, or none. */
export class Exchange {
  /** The HTTP status answered; 0 when the connection was dropped. */
  status: number | undefined;
  private readonly goneListeners: Array<() => void> = [];

  constructor(private readonly response: Response) {
    response.on('close', () => {
      if (!response.writableFinished) for (const listener of this.goneListeners) listener();
    });
  }

  onGone = (listener: () => void): void => {
    this.goneListeners.push(listener);
  };

  json(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.status = status;
    if (!this.response.destroyed) this.response.status(status).set(headers).json(body);
  }

  html(status: number, body: string): void {
    this.status = status;
    if (!this.response.destroyed) this.response.status(status).type('html').send(body);
  }

  bytes(content: Buffer): void {
    this.status = 200;
    if (!this.response.destroyed) this.response.status(200).type('application/octet-stream').send(content);
  }

  drop(): void {
    this.status = 0;
    this.response.destroy();
  }

  spoil(answer: SpoiltAnswer): void {
    this.status = answer.status;
    if (!this.response.destroyed) answerSpoilt(this.response, answer);
  }

  /** Promises the whole, sends half, and breaks off. */
  dropHalfway(content: Buffer): void {
    this.status = 0;
    this.response.status(200).set({ 'content-length': String(content.length) });
    this.response.write(content.subarray(0, Math.floor(content.length / 2)), () => this.response.destroy());
  }
}
