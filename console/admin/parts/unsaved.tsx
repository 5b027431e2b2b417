import type { ReadonlySignal } from '@preact/signals';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Confirm } from '../../ui/confirm';
import { adminWords } from '../words';

type Unsaved = Set<ReadonlySignal<boolean>>;

const UnsavedContext = createContext<Unsaved>(new Set());

/** Asks before the reader leaves while something that he changed is not saved. */
export function UnsavedGuard({ children }: { children: ComponentChildren }) {
  const { router } = useServices();
  const forms = useRef<Unsaved>(new Set());
  const isSure = useRef(false);
  const [wanted, setWanted] = useState<string | null>(null);

  useEffect(() => {
    const isUnsaved = () => [...forms.current].some((isChanged) => isChanged.peek());
    const leave = router.guard((to) => {
      if (isSure.current || !isUnsaved()) return true;
      setWanted(to);
      return false;
    });
    const unload = (event: BeforeUnloadEvent) => {
      if (isUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', unload);
    return () => {
      leave();
      window.removeEventListener('beforeunload', unload);
    };
  }, []);

  async function go(): Promise<void> {
    if (wanted === null) return;
    isSure.current = true;
    router.go(wanted);
    isSure.current = false;
  }

  const { unsaved } = adminWords();
  return (
    <UnsavedContext.Provider value={forms.current}>
      {children}
      {wanted !== null && (
        <Confirm title={unsaved.title} action={unsaved.leave} danger run={go} onClose={() => setWanted(null)}>
          {unsaved.text}
        </Confirm>
      )}
    </UnsavedContext.Provider>
  );
}

/** A form takes part for as long as it is shown. */
export function useUnsaved(isChanged: ReadonlySignal<boolean>): void {
  const forms = useContext(UnsavedContext);
  useEffect(() => {
    forms.add(isChanged);
    return () => void forms.delete(isChanged);
  }, [isChanged]);
}
