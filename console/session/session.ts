import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Api } from '../app/api';
import type { Permission, User } from '../app/types';

const tokenKey = 'parley.token';

export type SessionState =
  | { kind: 'signed_out'; why: 'asked' | 'expired' | null }
  /** A kept token whose user is not known yet. */
  | { kind: 'opening' }
  | { kind: 'signed_in'; user: User };

/** What a browser keeps texts in. */
type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Who is signed in, in all tabs of this browser. */
export function createSession(keep: Keep | null) {
  let token = keep?.getItem(tokenKey) ?? null;
  const state = signal<SessionState>(token === null ? { kind: 'signed_out', why: null } : { kind: 'opening' });

  function close(why: 'asked' | 'expired'): void {
    token = null;
    keep?.removeItem(tokenKey);
    state.value = { kind: 'signed_out', why };
  }

  return {
    state: state as ReadonlySignal<SessionState>,
    /** Null while nobody is signed in. */
    user: computed(() => (state.value.kind === 'signed_in' ? state.value.user : null)),

    token: () => token,

    /** Throws the API's refusal. */
    async signIn(api: Api, credentials: { login: string; password: string }): Promise<void> {
      const signedIn = await api.post<{ token: string; user: User }>('/api/login', credentials);
      token = signedIn.token;
      keep?.setItem(tokenKey, token);
      state.value = { kind: 'signed_in', user: signedIn.user };
    },

    /** Asks whose the kept token is; also whether his name or permissions have changed. */
    async refresh(api: Api): Promise<void> {
      const asked = token;
      const user = await api.get<User>('/api/users/me');
      if (token === asked) state.value = { kind: 'signed_in', user };
    },

    /** This browser forgets the token at once; that it reaches the server too is tried, and told by the outcome. */
    async signOut(api: Api): Promise<void> {
      // Who closes the page right away is signed out all the same.
      const revoked = api.request('POST', '/api/logout', { keepalive: true });
      close('asked');
      await revoked;
    },

    /** The service refuses a token: the session is over, unless another one has begun meanwhile. */
    expired(refused: string): void {
      if (refused === token) close('expired');
    },

    /** Another tab has signed in or out. */
    changedElsewhere(newToken: string | null): void {
      if (newToken === token) return;
      if (newToken === null) close('asked');
      else {
        token = newToken;
        state.value = { kind: 'opening' };
      }
    },
  };
}

export type Session = ReturnType<typeof createSession>;

/** `Administrator` includes every other permission (domain 1.12). */
export function may(user: Pick<User, 'permissions'> | null, permission: Permission): boolean {
  if (user === null) return false;
  return user.permissions.includes(permission) || user.permissions.includes('Administrator');
}

export function watchOtherTabs(session: Session, window: Window): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === tokenKey) session.changedElsewhere(newValue);
  });
}
