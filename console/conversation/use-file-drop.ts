import { useEffect, useState } from 'preact/hooks';

/** Files that are dropped on an element; dropped beside it they don't replace the page. */
export function useFileDrop(element: { current: HTMLElement | null }, onFiles: ((files: File[]) => void) | null) {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

    function over(event: DragEvent): void {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const isHere = onFiles !== null && event.target instanceof Node && target?.contains(event.target) === true;
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = isHere ? 'copy' : 'none';
      setOver(isHere);
    }

    function dropped(event: DragEvent): void {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (onFiles !== null && event.target instanceof Node && target?.contains(event.target))
        onFiles([...(event.dataTransfer?.files ?? [])]);
    }

    function left(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(false);
    }

    window.addEventListener('dragover', over);
    window.addEventListener('drop', dropped);
    window.addEventListener('dragleave', left);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', dropped);
      window.removeEventListener('dragleave', left);
    };
  }, [onFiles]);

  return isOver;
}
