import { ApplicationFailure, condition, defineSignal, setHandler } from '@temporalio/workflow';

/** Processes of somebody else's: nothing of Parley's is imported, as in a worker of an analyst's own. */

interface Input {
  RunId: string;
  ChatId?: string;
  ContactId?: string;
  Urgent?: boolean;
}

/** Says what it was started with. */
export async function BillInvoice(input: Input): Promise<object> {
  return {
    text: `Billed ${Object.keys(input).sort().join(', ')}${input.Urgent ? ', urgently' : ''}.`,
    link: `https://billing.example.org/invoices/${input.RunId}`,
  };
}

export const goOnSignal = defineSignal('goOn');

/** Takes as long as it is told to. */
export async function WaitForWord(): Promise<object> {
  let mayGoOn = false;
  setHandler(goOnSignal, () => {
    mayGoOn = true;
  });
  await condition(() => mayGoOn);
  return { text: 'It took a while.' };
}

export async function KnowNoSuchClient(): Promise<never> {
  throw ApplicationFailure.nonRetryable('The billing system knows no such client.');
}

export async function RefusePolitely(): Promise<object> {
  return { status: 'refused', text: 'Invoices are billed on Mondays.' };
}

/** Returns what a stranger might. */
export async function ReturnOddly(): Promise<unknown> {
  return { status: 7, text: ['no text'], link: 'javascript:alert(1)' };
}
