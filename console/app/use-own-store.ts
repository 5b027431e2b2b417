import { useEffect, useMemo } from 'preact/hooks';
import { type Services, useServices } from './services';

/** A store of what one component shows: made anew when an input changes, left when the component goes. */
export function useOwnStore<T extends { leave(): void }>(
  create: (services: Services) => T,
  inputs: readonly unknown[],
): T {
  const services = useServices();
  const store = useMemo(() => create(services), [...inputs]);
  useEffect(() => () => store.leave(), [store]);
  return store;
}
