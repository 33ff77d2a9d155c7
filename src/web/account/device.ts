const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/(?:Headless)?Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
const found = (text: string, names: readonly (readonly [RegExp, string])[]): string | undefined => names.find(([pattern]) => pattern.test(text))?.[1];
/** `Chrome · Windows`: enough to know one's own device again; nothing for a program without a browser. */
export function deviceOf(userAgent: string): string | undefined {
  const browser = found(userAgent, browsers);
  return browser === undefined ? undefined : [browser, found(userAgent, systems)].filter((part) => part !== undefined).join(' · ');
}
