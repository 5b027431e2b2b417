import type { Session } from '../session/session';

/** Calls once when the session ends, or becomes another's. */
export function onSessionChange(session: Pick<Session, 'state'>, run: () => void): void {
  const before = session.state.value;
  const stop = session.state.subscribe((now) => {
    if (now === before) return;
    queueMicrotask(() => stop());
    run();
  });
}
