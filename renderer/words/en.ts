/** English. One file a screen, so that each is read, and written, by itself; three of the settings. */
import { accuracy } from './en/accuracy.ts';
import { activity } from './en/activity.ts';
import { audit } from './en/audit.ts';
import { camera } from './en/camera.ts';
import { certificate } from './en/certificate.ts';
import { enrol } from './en/enrol.ts';
import { fingers } from './en/fingers.ts';
import { kiosk } from './en/kiosk.ts';
import { outcomes } from './en/outcomes.ts';
import { parts } from './en/parts.ts';
import { people } from './en/people.ts';
import { quality } from './en/quality.ts';
import { reasons } from './en/reasons.ts';
import { ruler } from './en/ruler.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { verify } from './en/verify.ts';

export const en = {
  accuracy,
  activity,
  audit,
  camera,
  certificate,
  enrol,
  fingers,
  kiosk,
  outcomes,
  parts,
  people,
  quality,
  reasons,
  ruler,
  settings,
  shell,
  verify,
};
