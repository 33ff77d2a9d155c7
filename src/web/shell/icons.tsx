import type { SVGProps } from 'react';

/** One outline set, 1.7 px stroke on a 24 grid (web §2); each meaning has one drawing. */
const drawings = {
  search: 'M10.8 4.5a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6ZM15.5 15.5 20 20',
  bench: 'M4 4h6.5v8H4zM13.5 4H20v4.5h-6.5zM13.5 12H20v8h-6.5zM4 15.5h6.5V20H4z',
  inbox: 'M4 13.5 6.5 5h11L20 13.5V19H4zM4 13.5h4.5l1.5 2.5h4l1.5-2.5H20',
  bell: 'M6 16.5c1.2-1.3 1.5-3 1.5-6a4.5 4.5 0 0 1 9 0c0 3 .3 4.7 1.5 6zM10.2 19.5h3.6',
  bellOff: 'M4 4l16 16M8 8.3a5 5 0 0 0-.5 2.2c0 3-.3 4.7-1.5 6h10.5M10.2 5.9a4.5 4.5 0 0 1 6.3 4.1c0 2 .1 3.4.5 4.5M10.2 19.5h3.6',
  at: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7',
  clip: 'm19.5 11.5-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5l8.2-8.2a3.1 3.1 0 0 1 4.4 4.4l-8.2 8.2a1.6 1.6 0 0 1-2.2-2.2l7.4-7.4',
  send: 'M20.5 3.5 3.5 10l6.5 3 3 6.5zM20.5 3.5 10 13',
  star: 'm12 4.2 2.4 4.9 5.4.8-3.9 3.8.9 5.4-4.8-2.5-4.8 2.5.9-5.4-3.9-3.8 5.4-.8z',
  customers: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 19.5c0-3.3 2.5-5.3 6-5.3s6 2 6 5.3M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.6c2.2.7 3.5 2.5 3.5 4.9',
  sales: 'M5.5 3.5h13v17h-13zM9 8h6M9 12h6M9 16h3.5',
  finance: 'm12 3.5 8.5 4.5v1.5h-17V8zM5.5 9.5V17M10 9.5V17M14 9.5V17M18.5 9.5V17M3.5 17.5h17M3.5 20h17',
  people: 'M3.5 5.5h17v13h-17zM8.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.8 16c.3-1.7 1.3-2.5 2.7-2.5s2.4.8 2.7 2.5M14 9.5h3.5M14 13h3.5',
  inventory: 'm12 3.5 7.5 4.2v8.6L12 20.5l-7.5-4.2V7.7zM4.5 7.7 12 12l7.5-4.3M12 12v8.5M8.2 5.6l7.6 4.3',
  supply: 'M2.5 6h11.5v10.5H2.5zM14 9.5h4l3.5 3.5v3.5H14M7 19a1.9 1.9 0 1 0 0-3.8A1.9 1.9 0 0 0 7 19ZM17.5 19a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8Z',
  relationship: 'M12 20s-8-4.6-8-10.5A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.5C20 15.4 12 20 12 20ZM6.5 12h3l1.5-2.5 2 4.5 1.5-2h3',
  settings: 'M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8',
  help: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM9.5 9.7c.2-1.5 1.2-2.2 2.5-2.2 1.5 0 2.5.9 2.5 2.2 0 1.8-2.5 2-2.5 3.8M12 16.3v.2',
  updown: 'm8 9.5 4-4 4 4M8 14.5l4 4 4-4',
  right: 'm9.5 6 6 6-6 6',
  down: 'm6 9.5 6 6 6-6',
  left: 'M14.5 6l-6 6 6 6',
  up: 'm6 14.5 6-6 6 6',
  back: 'M20 12H4.5M10.5 5.5 4 12l6.5 6.5',
  next: 'M4 12h15.5M13.5 5.5 20 12l-6.5 6.5',
  arrowUp: 'M12 20V4.5M5.5 10.5 12 4l6.5 6.5',
  arrowDown: 'M12 4v15.5M5.5 13.5 12 20l6.5-6.5',
  plus: 'M12 5v14M5 12h14',
  close: 'm6 6 12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  filter: 'M4 6.5h16M7 12h10M10 17.5h4',
  sort: 'M7.5 19V5M4 8.5 7.5 5 11 8.5M16.5 5v14M13 15.5l3.5 3.5 3.5-3.5',
  columns: 'M4 5h16v14H4zM9.3 5v14M14.7 5v14',
  table: 'M4 5.5h4v4H4zM4 14.5h4v4H4zM11 7.5h9M11 16.5h9',
  board: 'M4.5 5h15v14h-15zM9 8.5v7M15 8.5v4',
  group: 'M4 5.5h16v5H4zM4 13.5h16v5H4zM7 8h6M7 16h6',
  pin: 'M9 4h6l-.8 5.5 3.3 3v2h-11v-2l3.3-3zM12 14.5V20',
  tree: 'M5 4.5v12h5M5 9.5h5M13 7.5h6.5v4H13zM13 14.5h6.5v4H13zM3.5 4.5h6',
  upload: 'M12 15.5V4.5M7.5 8.5 12 4l4.5 4.5M4.5 15v4.5h15V15',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M4.5 15.5v4h15v-4',
  print: 'M7 9V4h10v5M7 16.5H4V9h16v7.5h-3M7 14h10v6H7z',
  rail: 'M4 5h16v14H4zM14.5 5v14M9 9.5l2.5 2.5L9 14.5',
  calendar: 'M4.5 6h15v13.5h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  eyeOff: 'M4 4l16 16M10 6c6.5-1.5 11.5 6 11.5 6a17 17 0 0 1-3 3.6M6.5 7.7C4 9.4 2.5 12 2.5 12s3.5 6.5 9.5 6.5c1.5 0 2.8-.4 4-1M10 10.2a2.8 2.8 0 0 0 3.9 3.9',
  paste: 'M8 5.5H5.5v15h8M9 3.5h6v4H9zM16 5.5h2.5V11M20.5 16h-7M17.5 13l3 3-3 3',
  copy: 'M8.5 8.5h11v11h-11zM15.5 5.5v-1h-11v11h1',
  error: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5v5.5M12 16.2v.2',
  warning: 'M12 4 21 19.5H3zM12 10v4.5M12 17v.2',
  done: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8 12.2l2.8 2.8 5.2-5.5',
  retry: 'M19.5 8A8 8 0 0 0 5 9.5M4.5 4.5v5h5M4.5 16A8 8 0 0 0 19 14.5M19.5 19.5v-5h-5',
  noMatch: 'M10.8 4.5a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6ZM15.5 15.5 20 20M8.8 8.8l4 4M12.8 8.8l-4 4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  language: 'M3.5 6h9M8 4v2M10.5 6c-.8 3.5-3.3 6.3-6.5 7.5M5.5 8.5c1 2.3 3 4 5.5 5M12.5 20l4-9.5 4 9.5M13.9 17h5.2',
  shield: 'M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 11.8l2.2 2.2 3.8-4',
  pencil: 'M4.5 19.5l.8-4L16 4.8l3.2 3.2L8.5 18.7zM13.5 7.3l3.2 3.2',
  trash: 'M4.5 7h15M9 7V4.5h6V7M6.5 7l.8 13h9.4l.8-13M10 10.5v6M14 10.5v6',
  file: 'M6 3.5h8l4 4v13H6zM14 3.5V8h4M9 12.5h6M9 16h6',
  receipt: 'M3.5 6h17v12h-17zM3.5 10h17M6.5 14.5h4',
  out: 'M10 5H5v14h5M9.5 12H20M16 8l4 4-4 4',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7v5.2l3.5 2',
  link: 'M14 5h5v5M19 5l-8 8M17 14v5H5V7h5',
  comment: 'M4 5h16v11.5h-9L7 20v-3.5H4z',
  user: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c0-4 3-6.5 7.5-6.5s7.5 2.5 7.5 6.5',
  report: 'M4 19.5h16M7 16V11M12 16V5.5M17 16V8.5',
  drag: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
} as const;
export type IconName = keyof typeof drawings;

export function Icon({ name, size = 16, ...rest }: { readonly name: IconName; readonly size?: number } & Omit<SVGProps<SVGSVGElement>, 'name'>) {
  const heavy = name === 'more' || name === 'drag';
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={heavy ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={drawings[name]} />
    </svg>
  );
}
/** The mark: a counter with someone behind it. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="5.5" fill="var(--button)" />
      <g fill="none" stroke="#fff" strokeWidth="1.8" strokeLinecap="round">
        <path d="M4.6 10.4h14.8M8.3 10.6v7.2M15.7 10.6v7.2M10.4 14.2h3.2" />
      </g>
      <circle cx="12" cy="6.3" r="1.5" fill="#fff" />
    </svg>
  );
}
