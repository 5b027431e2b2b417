import { useEffect, useState } from 'preact/hooks';
import { createStatusStore } from '../session/status-store';
import { words } from '../words/words';
import type { Area } from './area';
import { useServices } from './services';
import type { Shortcut } from './shortcuts';
import { showProblem } from './show-problem';

/** Shortcuts for as long as the component is shown. */
export function useShortcuts(make: () => Shortcut[], inputs: readonly unknown[] = []): void {
  const { shortcuts } = useServices();
  useEffect(() => shortcuts.add(make()), [...inputs]);
}

/** What works everywhere: the areas, the own status, and the list of all that works. */
export function useGlobalShortcuts(areas: readonly Area[]) {
  const services = useServices();
  const [isShown, setShown] = useState(false);
  const group = () => words().shortcuts.everywhere;

  async function toggleStatus(): Promise<void> {
    const { status, change } = services.store(createStatusStore);
    if (!status.value) return;
    try {
      await change(status.value.status === 'active' ? 'inactive' : 'active');
    } catch (error) {
      showProblem(services.toasts, error);
    }
  }

  useShortcuts(
    () => [
      { keys: '?', group, label: () => words().shortcuts.showList, run: () => setShown(true) },
      {
        keys: 'alt+a',
        group,
        label: () => words().shortcuts.toggleStatus,
        run: () => void toggleStatus(),
        inFields: true,
      },
      ...areas.map((area) => ({
        keys: `g ${area.key}`,
        group,
        label: () => words().shortcuts.goTo(area.title()),
        run: () => services.router.go(area.root),
      })),
    ],
    areas.map(({ root }) => root),
  );

  return { isShown, show: () => setShown(true), hide: () => setShown(false) };
}
