import { NotFound } from '../../app/not-found';
import { matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import type { Process } from '../types';
import { ProcessForm } from './process-form';
import { ProcessList } from './process-list';

export function Section() {
  const { path } = useServices().router.place.value;
  const name = matchPath('/administration/processes/edit/:name', path)?.name;
  if (name !== undefined) return <ProcessPage key={name} name={name} />;
  return matchPath('/administration/processes/new', path) === null ? <ProcessList /> : <ProcessForm process={null} />;
}

function ProcessPage({ name }: { name: string }) {
  const { api } = useServices();
  const loaded = useLoaded((signal) => api.all<Process>('/api/processes', { signal }));
  return (
    <WhenLoaded of={loaded}>
      {(processes) => {
        const process = processes.find((one) => one.name === name && one.kind === 'external');
        return process === undefined ? <NotFound /> : <ProcessForm process={process} />;
      }}
    </WhenLoaded>
  );
}
