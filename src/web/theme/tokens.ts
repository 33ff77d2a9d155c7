/** Colours of one theme (web §2). Screens name the variables, never a colour. */
export interface Palette {
  readonly bg: string;
  readonly surface: string;
  readonly sunken: string;
  readonly hover: string;
  readonly line: string;
  readonly line2: string;
  readonly field: string;
  readonly buttonLine: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly accent: string;
  readonly button: string;
  readonly buttonHover: string;
  readonly accentSoft: string;
  readonly accentLine: string;
  readonly red: string;
  readonly redSoft: string;
  readonly amber: string;
  readonly amberSoft: string;
  readonly amberMark: string;
  readonly green: string;
  readonly greenSoft: string;
  readonly chart1: string;
  readonly chart2: string;
  readonly chart3: string;
  readonly chart4: string;
  readonly chart5: string;
  readonly mask: string;
  readonly float: string;
  readonly card: string;
}
export const light: Palette = {
  bg: '#F5F5F2',
  surface: '#FFFFFF',
  sunken: '#FAFAF8',
  hover: '#F3F3EF',
  line: '#E4E3DE',
  line2: '#EFEEEA',
  field: '#92918B',
  buttonLine: '#D3D2CC',
  ink: '#1B1D21',
  ink2: '#54565B',
  ink3: '#686A70',
  accent: '#2347A5',
  button: '#2347A5',
  buttonHover: '#1B3A8B',
  accentSoft: '#EAEFFA',
  accentLine: '#C5D2F0',
  red: '#B42D24',
  redSoft: '#FBECEA',
  amber: '#8F5500',
  amberSoft: '#FCF1DC',
  amberMark: '#D98E1F',
  green: '#1B7347',
  greenSoft: '#E6F3EB',
  chart1: '#2347A5',
  chart2: '#8FA6DA',
  chart3: '#C9CCD3',
  chart4: '#4E8C7D',
  chart5: '#C58B45',
  mask: 'rgba(27,29,33,.28)',
  float: '0 1px 2px rgba(28,29,33,.06), 0 8px 28px rgba(28,29,33,.12)',
  card: '0 1px 2px rgba(28,29,33,.08)',
};
export const dark: Palette = {
  bg: '#131416',
  surface: '#1A1C1F',
  sunken: '#202226',
  hover: '#24272B',
  line: '#2C2F34',
  line2: '#25282C',
  field: '#6B6E75',
  buttonLine: '#41454C',
  ink: '#E8E8E5',
  ink2: '#ACAEB3',
  ink3: '#94969C',
  accent: '#93AFF5',
  button: '#3F63C4',
  buttonHover: '#4D70CE',
  accentSoft: '#212C47',
  accentLine: '#34467A',
  red: '#F28B80',
  redSoft: '#3A211F',
  amber: '#E2AA52',
  amberSoft: '#352A18',
  amberMark: '#D99A3A',
  green: '#63C592',
  greenSoft: '#1B3227',
  chart1: '#7F9FEF',
  chart2: '#4A62A3',
  chart3: '#4B4F57',
  chart4: '#6FB5A3',
  chart5: '#D6A25E',
  mask: 'rgba(0,0,0,.5)',
  float: '0 0 0 1px #34373D, 0 8px 28px rgba(0,0,0,.45)',
  card: '0 1px 2px rgba(0,0,0,.3)',
};

/** `accentSoft` → `--accent-soft` */
const variable = (name: string): string => `--${name.replace(/[A-Z0-9]+/g, (part) => `-${part.toLowerCase()}`)}`;
const rules = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, value]) => `${variable(name)}:${String(value)}`)
    .join(';');
export const tokenSheet = (): string => `:root{${rules(light)};color-scheme:light}\n[data-theme=dark]{${rules(dark)};color-scheme:dark}\n`;

export const fontStack = "'Q Latin','PingFang SC','Microsoft YaHei','Noto Sans SC Variable',system-ui,sans-serif";
export type Density = 'roomy' | 'usual' | 'dense';
export const rowHeight: Readonly<Record<Density, number>> = { roomy: 40, usual: 36, dense: 32 };
