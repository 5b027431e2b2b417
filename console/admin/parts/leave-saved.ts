import { useServices } from '../../app/services';
import { adminWords } from '../words';

/** For a form of one thing, once it was sent: says that it was added or saved, and leads to the list. */
export function useLeaveSaved(listPath: string): (name: string, isNew: boolean) => void {
  const { router, toasts } = useServices();
  return (name, isNew) => {
    const { added, saved } = adminWords().editor;
    toasts.show({ tone: 'success', text: (isNew ? added : saved)(name.trim()) });
    router.go(listPath);
  };
}
