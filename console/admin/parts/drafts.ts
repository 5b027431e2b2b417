import { useEffect } from 'preact/hooks';
import { useServices } from '../../app/services';
import type { Form } from '../../ui/form-store';

interface Draft {
  userId: string;
  values: object;
}

/** What was typed when a session ended, by its place; in this page's memory only, as there may be secrets in it. */
const drafts = new Map<string, Draft>();

/** A form that a session's end has closed is as it was when the same person has signed in again. */
export function useDraft<V extends object>(form: Form<V>): void {
  const { session, router } = useServices();
  useEffect(() => {
    const userId = session.user.peek()?.id ?? '';
    const { path } = router.place.peek();
    const draft = drafts.get(path);
    drafts.clear();
    if (draft?.userId === userId)
      for (const [name, value] of Object.entries(draft.values)) form.set(name as keyof V, value);
    return () => {
      const now = session.state.peek();
      const hasExpired = now.kind === 'signed_out' && now.why === 'expired';
      if (hasExpired && form.isChanged.peek()) drafts.set(path, { userId, values: form.values.peek() });
    };
  }, [form]);
}
