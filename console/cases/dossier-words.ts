import type { Dossier, Kind } from './dossier-store';
import { dossierWords } from './words';

export function statusName(kind: Kind, status: string): string {
  const say = dossierWords();
  const names: Record<string, string> = kind === 'orders' ? say.orderStatuses : say.caseStatuses;
  return names[status] ?? status;
}

export function dossierNumber(kind: Kind, number: number): string {
  const say = dossierWords();
  return kind === 'orders' ? say.orderNumber(number) : say.caseNumber(number);
}

/** What somebody has changed, in words. */
export function changeText(kind: Kind, { field, from, to }: Dossier['history'][number]): string {
  const say = dossierWords();
  switch (field) {
    case 'status':
      return say.changedStatus(statusName(kind, from), statusName(kind, to));
    case 'subject':
      return say.changedSubject(from, to);
    case 'notes':
      return say.changedNotes;
  }
}
