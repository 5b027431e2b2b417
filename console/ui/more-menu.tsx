import type { ComponentProps } from 'preact';
import { IconButton } from './button';
import { MoreIcon } from './icons';
import { Menu } from './menu';

/** What else can be done here, behind three dots. */
export function MoreMenu({ label, groups }: Pick<ComponentProps<typeof Menu>, 'groups'> & { label: string }) {
  return (
    <Menu
      label={label}
      align="end"
      control={(props) => (
        <IconButton {...props} label={label} aria-haspopup="menu">
          <MoreIcon />
        </IconButton>
      )}
      groups={groups}
    />
  );
}
