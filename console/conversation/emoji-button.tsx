import { MissingPart, usePart } from '../app/lazy-part';
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
  const {
    Part: Picker,
    isMissing,
    fetchPart,
    retry,
  } = usePart<PickerProps>(() => import('./emoji-picker').then(({ EmojiPicker }) => EmojiPicker));

  return (
    <Popover
      label={label}
      onOpen={(panel) => panel.querySelector('input')?.focus()}
      control={({ onClick, ...props }) => (
        <IconButton
          {...props}
          label={label}
          onPointerEnter={() => void fetchPart()}
          onClick={() => void fetchPart().then(onClick)}
        >
          <EmojiIcon />
        </IconButton>
      )}
    >
      {(close) =>
        isMissing ? (
          <MissingPart onRetry={() => void retry()} />
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
