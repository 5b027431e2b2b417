import { sameInAll, type Titles } from '../../domain/languages';
import type { Migration } from './contract';
import { overRows } from './over-rows';

interface Titled {
  title: string;
  titles?: Titles;
}

interface ProcessRow extends Titled {
  parameters: Titled[];
}

/** An earlier version that changes a title knows of that one only. */
const isInAll = ({ title, titles }: Titled) => titles?.en === title;
const inAll = <T extends Titled>(one: T): T => (isInAll(one) ? one : { ...one, titles: sameInAll(one.title) });

/** What was registered before processes had a title in every language has the one for all. */
export const titlesOfProcesses: Migration = {
  number: 4,
  title: 'processes have their titles in every language',
  step: overRows([
    {
      collection: 'processes',
      change(row) {
        const process = row as unknown as ProcessRow;
        const { title, parameters } = process;
        if ([process, ...parameters].every(isInAll)) return null;
        return {
          from: { title, parameters },
          set: { titles: inAll(process).titles, parameters: parameters.map(inAll) },
        };
      },
    },
  ]),
};
