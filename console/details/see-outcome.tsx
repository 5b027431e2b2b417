import { hrefOf } from '../app/router';
import { outcomeLink } from './outcome-link';

/** Leads to what a process left behind, if it can be followed. */
export function SeeOutcome({ link, children }: { link: string | null; children: string }) {
  const to = outcomeLink(link);
  if (to === null) return null;
  if (to.kind === 'inside') return <a href={hrefOf(to.path)}>{children}</a>;
  return (
    <a href={to.url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
