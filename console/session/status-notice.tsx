import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { OperatorStatus } from '../app/types';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { words } from '../words/words';
import { createStatusStore } from './status-store';

/** Why the operator is inactive, when it was not his own doing. */
export function StatusNotice() {
  const { toasts } = useServices();
  const { status, isChanging, change } = useStore(createStatusStore);
  const now = status.value;
  if (!now || now.status === 'active' || now.reason === 'self') return null;
  const { status: say } = words();
  const becomeActive = () => change('active').catch((error: unknown) => showProblem(toasts, error));
  return (
    <Notice
      tone="warn"
      action={
        <Button small busy={isChanging.value} onClick={() => void becomeActive()}>
          {say.becomeActive}
        </Button>
      }
    >
      {sayWhy(now.reason)}
    </Notice>
  );
}

function sayWhy(reason: Exclude<OperatorStatus['reason'], 'self'>): string {
  const { status: say } = words();
  switch (reason) {
    case 'missed_offer':
      return say.missedOffer;
    case 'signed_out':
      return say.signedOut;
    case 'connection_lost':
      return say.connectionLost;
    case 'administrator':
      return say.byAdministrator.inactive;
  }
}
