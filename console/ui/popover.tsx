import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import styles from './menu.module.css';

const gapPx = 6;

interface PopoverProps {
  /** The control that opens it; spread `props` over a button. */
  control: (props: {
    'aria-expanded': boolean;
    'aria-controls': string;
    onClick: () => void;
    buttonRef: (element: HTMLButtonElement | null) => void;
  }) => ComponentChildren;
  children: (close: () => void) => ComponentChildren;
  /** Which edge of the control it keeps to. */
  align?: 'start' | 'end';
  /** What it is for, for screen readers; without it the content has to say so itself. */
  label?: string;
  onOpen?: (panel: HTMLElement) => void;
}

/** In front of the page, beside its control, until Escape, a click elsewhere, or the focus elsewhere. */
export function Popover({ control, children, align = 'start', label, onOpen }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  // As it is drawn: a key that is pressed right after that is its own.
  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null || !isOpen) return;
    element.showPopover();
    place(element, button.current, align);
    onOpen?.(element);
    const leave = () => setOpen(false);
    window.addEventListener('resize', leave);
    return () => window.removeEventListener('resize', leave);
  }, [isOpen]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  function toggled({ newState }: { newState: string }): void {
    if (newState !== 'closed') return;
    setOpen(false);
    if (panel.current?.contains(document.activeElement)) button.current?.focus();
  }

  const props: HTMLAttributes<HTMLDivElement> = label === undefined ? {} : { role: 'group', 'aria-label': label };
  return (
    <>
      {control({
        'aria-expanded': isOpen,
        'aria-controls': id,
        onClick: () => (isOpen ? close() : setOpen(true)),
        buttonRef: (element) => {
          button.current = element;
        },
      })}
      {isOpen && (
        <div
          {...props}
          ref={panel}
          id={id}
          popover="auto"
          class={styles.panel}
          onToggle={(event) => toggled(event as unknown as ToggleEvent)}
        >
          {children(close)}
        </div>
      )}
    </>
  );
}

/** Below the control, or above it where there is more room; never beyond the page's edges. */
function place(panel: HTMLElement, control: HTMLElement | null, align: 'start' | 'end'): void {
  if (control === null) return;
  const at = control.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = window.innerHeight - at.bottom;
  const top = below >= height + gapPx || below >= at.top ? at.bottom + gapPx : at.top - gapPx - height;
  const left = align === 'start' ? at.left : at.right - width;
  panel.style.top = `${Math.max(gapPx, Math.min(top, window.innerHeight - height - gapPx))}px`;
  panel.style.left = `${Math.max(gapPx, Math.min(left, window.innerWidth - width - gapPx))}px`;
}
