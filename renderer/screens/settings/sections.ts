/** The parts of the settings, in order; each has an address of its own: `#/settings/camera`. */
import type { IconName } from '../../parts/icons.ts';

export const SECTIONS = [
  { id: 'camera', icon: 'camera' },
  { id: 'decisions', icon: 'accuracy' },
  { id: 'lookAlikes', icon: 'people' },
  { id: 'privacy', icon: 'shield' },
  { id: 'kiosk', icon: 'kiosk' },
  { id: 'models', icon: 'certificate' },
  { id: 'engine', icon: 'chip' },
  { id: 'store', icon: 'database' },
  { id: 'appearance', icon: 'sun' },
  { id: 'about', icon: 'info' },
] as const satisfies readonly { readonly id: string; readonly icon: IconName }[];

export type SectionId = (typeof SECTIONS)[number]['id'];

/** Of an address; the first where it names none. */
export function sectionOf(id: string | undefined): SectionId {
  return SECTIONS.find((section) => section.id === id)?.id ?? SECTIONS[0].id;
}
