import { remembered } from '../app/remembered';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const theme = remembered<Theme>('parley.theme', {
  read: (text) => themes.find((one) => one === text) ?? null,
  otherwise: () => 'system',
});

/** The styles know the system's wish by themselves; a choice of the reader's stands on the root element. */
export function showTheme(root: HTMLElement): void {
  theme.subscribe((chosen) => {
    if (chosen === 'system') delete root.dataset.theme;
    else root.dataset.theme = chosen;
  });
}
