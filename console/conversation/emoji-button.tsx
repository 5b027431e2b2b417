import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { IconButton } from '../ui/button';
import { Popover } from '../ui/popover';
import { Loading } from '../ui/states';
import { EmojiIcon } from './icons';
import { conversationWords } from './words';

interface PickerProps {
  onPick: (emoji: string) => void;
}

/** The emoji are loaded when they are wanted for the first time. */
export function EmojiButton({ onPick }: PickerProps) {
  const label = conversationWords().composer.emoji;
  const [Picker, setPicker] = useState<ComponentType<PickerProps> | null>(null);

  async function load(): Promise<void> {
    if (Picker !== null) return;
    const { EmojiPicker } = await import('./emoji-picker');
    setPicker(() => EmojiPicker);
  }

  return (
    <Popover
      label={label}
      onOpen={(panel) => panel.querySelector('input')?.focus()}
      control={({ onClick, ...props }) => (
        <IconButton
          {...props}
          label={label}
          onPointerEnter={() => void load().catch(() => undefined)}
          onClick={() => void load().then(onClick, onClick)}
        >
          <EmojiIcon />
        </IconButton>
      )}
    >
      {(close) =>
        Picker === null ? (
          <Loading />
        ) : (
          <Picker
            onPick={(emoji) => {
              close();
              onPick(emoji);
            }}
          />
        )
      }
    </Popover>
  );
}
