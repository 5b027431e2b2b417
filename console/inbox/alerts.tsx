import { useStore } from '../app/services';
import { Unseen } from '../ui/unseen';
import { createPageAlerts } from './alerts-store';

/** At work wherever the operator is in the console; says what came to those who hear the page. */
export function Alerts() {
  const { announced } = useStore(createPageAlerts);
  return (
    <div role="status">
      <Unseen>{announced.value}</Unseen>
    </div>
  );
}
