/** The pictures of README.md: which screen each shows, and how. Nobody in them exists. */
export interface ReadmePicture {
  /** Of the file in renderer/pictures/. */
  readonly name: string;
  /** Of a screen in screens.ts. */
  readonly screen: string;
  readonly theme: 'light' | 'dark';
}

export const README_PICTURES: readonly ReadmePicture[] = [
  { name: 'verify', screen: 'verify-match', theme: 'light' },
  { name: 'verify-dark', screen: 'verify-non-match', theme: 'dark' },
  { name: 'enrol', screen: 'enrol-capture', theme: 'light' },
  { name: 'audit', screen: 'audit-run', theme: 'light' },
  { name: 'accuracy', screen: 'accuracy-measure', theme: 'light' },
  { name: 'kiosk', screen: 'kiosk-accepted', theme: 'dark' },
];
