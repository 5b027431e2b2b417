import { icon } from '../ui/icons';

export const AttachIcon = icon(
  <path d="M19 11.5l-7.300 7.300a4.600 4.600 0 0 1-6.500-6.500l7.800-7.800a3.100 3.100 0 0 1 4.400 4.400l-7.600 7.600a1.550 1.550 0 0 1-2.200-2.200l6.700-6.700" />,
);
export const EmojiIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M8.500 14.200c.8 1.200 2 1.900 3.500 1.900s2.700-.7 3.500-1.900M9.200 9.500v.01M14.800 9.500v.01" />
  </>,
);
export const QuickIcon = icon(<path d="M13 3L5.500 13.500H11L10 21l8-11h-5.500z" />);
export const TemplateIcon = icon(
  <>
    <path d="M5 4.500h14v15H5z" />
    <path d="M8.500 9h7M8.500 12.500h7M8.500 16h4" />
  </>,
);
export const SendIcon = icon(<path d="M4.500 12L4 4.500 20.500 12 4 19.500zM4.500 12H12" />);
export const ReplyIcon = icon(<path d="M9.500 6L4 11.500 9.500 17M4.500 11.500H14a6 6 0 0 1 6 6v.500" />);
export const DownIcon = icon(<path d="M12 5v13.500M6 12.500l6 6 6-6" />);
export const DownloadIcon = icon(<path d="M12 4v11M7 10.500l5 5 5-5M5 20h14" />);
export const FileIcon = icon(
  <>
    <path d="M6.500 3.500h7.500l4 4v13H6.500z" />
    <path d="M13.500 3.500v4.500H18" />
  </>,
);
export const PictureIcon = icon(
  <>
    <path d="M4 5h16v14H4z" />
    <path d="M4 16l4.500-4.500 4 4 3-3L20 17" />
    <circle cx="15.500" cy="9" r="1.300" />
  </>,
);
export const PlaceIcon = icon(
  <>
    <path d="M12 21s-6.500-6-6.500-11a6.500 6.500 0 0 1 13 0c0 5-6.500 11-6.500 11z" />
    <circle cx="12" cy="10" r="2.300" />
  </>,
);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8.500" r="3.500" />
    <path d="M5 20c.6-3.800 3.400-6 7-6s6.400 2.200 7 6" />
  </>,
);
export const AgainIcon = icon(<path d="M19.500 12a7.500 7.500 0 1 1-2.300-5.400M19.500 4v4h-4" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 7.500V12l3 2" />
  </>,
);
export const TickIcon = icon(<path d="M5 12.500l4.500 4.500L19 7.500" />);
export const TicksIcon = icon(<path d="M2.500 12.500L7 17l8.500-9.500M11.500 16l1 1L21.500 7.500" />);
export const FailedIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 7.500v5.500M12 16.500v.01" />
  </>,
);
