interface Content {
  message_id: number;
  /** Unix time; now unless told. */
  date?: number;
  [part: string]: unknown;
}

/** An update as Telegram delivers a message that a person wrote in his private chat. */
export function telegramMessage(clientId: number, content: Content) {
  const person = { id: clientId, first_name: 'Ada' };
  return {
    message: {
      date: Math.floor(Date.now() / 1000),
      chat: { ...person, type: 'private' },
      from: { ...person, is_bot: false },
      ...content,
    },
  };
}

export function shuffled<T>(items: T[]): T[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] as T, mixed[index] as T];
  }
  return mixed;
}
