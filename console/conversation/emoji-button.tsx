import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { MissingPart } from '../app/lazy-part';
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
  const [isMissing, setMissing] = useState(false);

  async function load(): Promise<void> {
    if (Picker !== null) return;
    setMissing(false);
    try {
      const { EmojiPicker } = await import('./emoji-picker');
      setPicker(() => EmojiPicker);
    } catch {
      setMissing(true);
    }
  }

  return (
    <Popover
      label={label}
      onOpen={(panel) => panel.querySelector('input')?.focus()}
      control={({ onClick, ...props }) => (
        <IconButton
          {...props}
          label={label}
          onPointerEnter={() => void load()}
          onClick={() => void load().then(onClick)}
        >
          <EmojiIcon />
        </IconButton>
      )}
    >
      {(close) =>
        isMissing ? (
          <MissingPart onRetry={() => void load()} />
        ) : Picker === null ? (
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
