import { useEffect, useState } from 'preact/hooks';
import { SignIn } from '../session/sign-in';
import { Boundary } from '../ui/boundary';
import { Failure, Loading } from '../ui/states';
import { Toaster } from '../ui/toaster';
import { useServices } from './services';
import { Shell } from './shell';

export function App() {
  const { router, session } = useServices();
  const state = session.state.value;
  return (
    <Boundary resetOn={router.place.value.path}>
      {state.kind === 'signed_out' && <SignIn why={state.why} />}
      {state.kind === 'opening' && <Opening />}
      {state.kind === 'signed_in' && <Shell user={state.user} />}
      <Toaster />
    </Boundary>
  );
}

/** A token was kept; whose it is, is asked until somebody answers. */
function Opening() {
  const { api, session } = useServices();
  const [error, setError] = useState<unknown>(null);
  function open(): void {
    setError(null);
    session.refresh(api).catch(setError);
  }
  useEffect(open, []);
  return <main>{error === null ? <Loading /> : <Failure error={error} onRetry={open} />}</main>;
}
