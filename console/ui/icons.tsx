import type { ComponentChildren } from 'preact';

/** Icons say nothing by themselves: the control around them has the words. */
export function icon(children: ComponentChildren) {
  return ({ size = 18 }: { size?: number }) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const InboxIcon = icon(
  <>
    <path d="M4 13h4.500l1.5 2.500h4L15.5 13H20" />
    <path d="M6.2 5h11.600L20 13v4.500a1.5 1.5 0 0 1-1.5 1.500h-13A1.5 1.5 0 0 1 4 17.500V13z" />
  </>,
);
export const ChatsIcon = icon(
  <>
    <path d="M4 5.500h11v8H9l-3 2.500v-2.500H4z" />
    <path d="M18 9h2v8h-2v2.500L15 17h-3.5" />
  </>,
);
export const ContactsIcon = icon(
  <>
    <circle cx="12" cy="8.500" r="3.500" />
    <path d="M5 19.500c.8-3.700 3.500-5.500 7-5.500s6.200 1.800 7 5.500" />
  </>,
);
export const CasesIcon = icon(
  <>
    <path d="M4 8h16v11H4z" />
    <path d="M9 8V5.500h6V8M4 13h16" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 11v5M12 8v.01" />
  </>,
);
export const EyeIcon = icon(
  <>
    <path d="M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z" />
    <circle cx="12" cy="12" r="2.75" />
  </>,
);
export const AdministrationIcon = icon(
  <>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </>,
);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const BackIcon = icon(<path d="M14.5 5.500L8 12l6.5 6.5" />);
export const UnfoldIcon = icon(<path d="M6 9.500l6 6 6-6" />);
export const CheckIcon = icon(<path d="M5 12.500l4.5 4.500L19 7.5" />);
export const EyeOffIcon = icon(
  <>
    <path d="M9.9 6.200A9.6 9.6 0 0 1 12 6c6 0 9.5 6 9.5 6a16 16 0 0 1-2.6 3.200M6.3 7.800A15.5 15.5 0 0 0 2.5 12s3.5 6 9.5 6a9.4 9.4 0 0 0 4-.9" />
    <path d="M4 4l16 16" />
  </>,
);
export const MoreIcon = icon(<path d="M5.5 12v.01M12 12v.01M18.5 12v.01" stroke-width="2.75" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const SortIcon = icon(<path d="M4 7h16M7 12h10M10 17h4" />);
export const BellIcon = icon(
  <>
    <path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15z" />
    <path d="M10 20.500h4" />
  </>,
);
/** Time runs out. */
export const UrgentIcon = icon(
  <>
    <circle cx="12" cy="13" r="7.500" />
    <path d="M12 9v4.500M12 16.500v.01M9.500 2.500h5" />
  </>,
);
export const SoundIcon = icon(
  <>
    <path d="M4 9.500h3.500L12 5.500v13l-4.500-4H4z" />
    <path d="M15.500 9a4.500 4.500 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />
  </>,
);
export const SoundOffIcon = icon(
  <>
    <path d="M4 9.500h3.500L12 5.500v13l-4.500-4H4z" />
    <path d="M15.500 9.500l5 5M20.500 9.500l-5 5" />
  </>,
);
export const PanelIcon = icon(
  <>
    <rect x="3.500" y="5" width="17" height="14" rx="2" />
    <path d="M14.500 5v14" />
  </>,
);
export const TransferIcon = icon(<path d="M4 8.500h14l-3.500-3.500M20 15.500H6l3.500 3.500" />);
